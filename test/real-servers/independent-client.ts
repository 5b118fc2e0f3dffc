import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { ask } from './ask.ts';

/** The load of the independent client. */
export interface Load {
  readonly users: number;
  /** Over which the users start, one after the other. */
  readonly spreadSeconds: number;
  readonly warmupSeconds: number;
  readonly windowSeconds: number;
}

/**
 * A closed model without think time that shares no code with what is tested: each user has one connection, which
 * is kept, and asks again as soon as it is answered.
 * @returns right answers inside the window, for each user
 */
export async function answersByUser(url: string, load: Load, signal: AbortSignal): Promise<number[]> {
  const over = new AbortController();
  const windowBegins = performance.now() + load.warmupSeconds * 1000;
  const stop = AbortSignal.any([signal, over.signal]);
  const users = Array.from({ length: load.users }, async (_, i) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let answers = 0;
    try {
      await delay((load.spreadSeconds * 1000 * i) / load.users, undefined, { signal: stop });
      while (!stop.aborted) {
        const answered = await ask(url, stop, agent).then(
          () => true,
          () => false,
        );
        if (stop.aborted) break;
        if (answered && performance.now() >= windowBegins) answers++;
        // A server that refuses at once would be asked without end.
        if (!answered) await delay(20, undefined, { signal: stop });
      }
    } catch {
      // The window closed while it waited.
    } finally {
      agent.destroy();
    }
    return answers;
  });
  const timer = setTimeout(() => over.abort(), (load.warmupSeconds + load.windowSeconds) * 1000);
  try {
    const answers = await Promise.all(users);
    signal.throwIfAborted();
    return answers;
  } finally {
    clearTimeout(timer);
  }
}
