import type { AddressInfo } from 'node:net';
import { createUpstream } from './create-upstream.ts';
import { BadSettings, readSettings } from './settings.ts';

const portExitCode = 1;
const badSettingsExitCode = 2;

/** Above Node's 511: all the clients of a benchmark connect at the same moment. */
const listenBacklog = 1024;

// Nobody waits for an answer that is still to come: whoever asked is being ended too.
process.once('SIGTERM', () => process.exit(0)).once('SIGINT', () => process.exit(0));

try {
  listen(readSettings(process.env));
} catch (error) {
  if (!(error instanceof BadSettings)) throw error;
  giveUp(error.message, badSettingsExitCode);
}

function listen({ host, port }: ReturnType<typeof readSettings>): void {
  const server = createUpstream();
  server.once('error', ({ code }: NodeJS.ErrnoException) => {
    const advice =
      code === 'EADDRINUSE'
        ? 'is taken: end what uses it, or set UPSTREAM_PORT to another port'
        : `cannot be used (${code}): set UPSTREAM_HOST or UPSTREAM_PORT`;
    giveUp(`Port ${port} on ${host} ${advice}.`, portExitCode);
  });
  server.listen({ host, port, backlog: listenBacklog }, () => {
    const { address, family, port: taken } = server.address() as AddressInfo;
    const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}`;
    process.stdout.write(`${JSON.stringify({ msg: 'listening', url })}\n`);
  });
}

function giveUp(message: string, exitCode: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
}
