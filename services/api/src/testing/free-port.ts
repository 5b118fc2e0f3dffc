import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems hand out by themselves (Linux: from 32768 on), so that nobody is given one meanwhile. */
const lowest = 10_000;
const perProcess = 500;
/** Each process of the tests has a stretch of its own: ids of processes that run at once are close to each other. */
const first = lowest + (process.pid % 44) * perProcess;
let given = 0;

/** A port of the loopback address that nobody listens on, that no other test is given, and that can be had again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + (given++ % perProcess);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
