import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { type Child, startChild } from '../../bench/runtime/native/child.ts';
import { ask } from './ask.ts';
import { sourceOf } from './install.ts';
import { searchPath } from './prerequisites.ts';
import type { RealServer } from './real-server.ts';

/** A server that answers. */
export interface RunningServer {
  readonly url: string;
  readonly exited: Child['exited'];
  stop(): Promise<void>;
}

const readySeconds = 60;
const graceSeconds = 3;

/**
 * Starts a server on a free port of the loopback address, and waits until it answers.
 * @param folder an empty one, which it is run in
 * @throws Error when it ends or does not answer within a minute; the signal's reason when that aborts
 */
export async function startServer(
  server: RealServer,
  installation: string,
  folder: string,
  signal: AbortSignal,
): Promise<RunningServer> {
  cpSync(sourceOf(server), folder, { recursive: true });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const command = server.start({ installation, folder }, port);
  const child = await startChild(command, { PATH: searchPath }, join(folder, 'server.log'), { folder });
  const stop = () => child.stop(graceSeconds);
  try {
    const ended = child.exited.then(({ exitCode, signal: by, lastWords }) => {
      throw new Error(`it ended with ${exitCode ?? by}:\n${lastWords}`);
    });
    await Promise.race([untilItAnswers(url, signal), ended]);
    ended.catch(() => {});
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, exited: child.exited, stop };
}

async function untilItAnswers(url: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + readySeconds * 1000;
  let last: unknown;
  while (performance.now() < deadline) {
    signal.throwIfAborted();
    try {
      await ask(url, signal);
      return;
    } catch (error) {
      last = error;
    }
    await delay(100, undefined, { signal });
  }
  throw new Error(`it did not answer within ${readySeconds} s`, { cause: last });
}
