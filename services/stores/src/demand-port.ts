import { once } from 'node:events';
import { createServer } from 'node:net';
import { StoreFailure } from './store-failure.ts';

/** Everything here is for this machine only. */
export const host = '127.0.0.1';

/** Rejects with a `StoreFailure` where the port cannot be had. @param variable the setting that names it */
export async function demandPort(port: number, variable: string): Promise<void> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const advice =
      code === 'EADDRINUSE'
        ? `is taken: end what uses it, or set ${variable} to another port`
        : `cannot be used (${code}): set ${variable} to another port`;
    throw new StoreFailure(`Port ${port} on ${host} ${advice}.`);
  }
  server.close();
  await once(server, 'close');
}
