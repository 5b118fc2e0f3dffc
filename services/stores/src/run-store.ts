import { allEnded, type Program } from './program.ts';
import { StoreFailure } from './store-failure.ts';

export interface Store {
  readonly server: Program;
  /** Where it is reached, without the password. */
  readonly url: string;
}

/**
 * The life of a store's program: says when the store is ready, ends with code 0 when it is told to, and with the
 * code and the words of a `StoreFailure` when there is no store, or none any more.
 * @param start is to end what it has started when the signal aborts
 */
export async function runStore(start: (signal: AbortSignal) => Promise<Store>): Promise<never> {
  const stopping = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => stopping.abort());
  try {
    const { server, url } = await start(stopping.signal);
    process.stdout.write(`${JSON.stringify({ msg: 'ready', url })}\n`);
    return await server.death();
  } catch (error) {
    const wanted = stopping.signal.aborted;
    stopping.abort();
    await allEnded();
    if (wanted) process.exit(0);
    if (!(error instanceof StoreFailure)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(error.exitCode);
  }
}
