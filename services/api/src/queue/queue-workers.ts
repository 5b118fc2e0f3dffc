import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Logger } from '@nestjs/common';

/** In the folder above, compiled or not: the compiler changes the extension in imports only. */
const workerFile = new URL(`../queue-worker${extname(import.meta.filename)}`, import.meta.url);

/** A start is not waited for any longer: the workers may come later. */
const startLimitSeconds = 10;
/** A worker that was told to end gets this long, which is more than it grants the job in hand. */
const endLimitSeconds = 1.5;
/** Before one that died is started again; doubled each time up to the longest, unless it lived for longer. */
const firstDelaySeconds = 0.1;
const longestDelaySeconds = 5;

export interface QueueWorkersOptions {
  /** How many there shall be. */
  readonly count: number;
  /** Their environment, beyond that of this process. */
  readonly env: Readonly<Record<string, string>>;
}

/** The processes that work off the queue: child processes, started again when they die, ended with this one. */
export class QueueWorkers {
  readonly #options: QueueWorkersOptions;
  readonly #logger = new Logger('QueueWorkers');
  readonly #processes = new Set<ChildProcess>();
  readonly #closing = new AbortController();
  #ended: Promise<unknown> = Promise.resolve();

  constructor(options: QueueWorkersOptions) {
    this.#options = options;
  }

  /** Resolves once all of them take jobs, or after ten seconds. */
  async start(): Promise<void> {
    const ready = Array.from({ length: this.#options.count }, () => Promise.withResolvers<void>());
    this.#ended = Promise.all(ready.map(({ resolve }) => this.#keepOne(resolve)));
    const limit = setTimeout(startLimitSeconds * 1000, 'late', { ref: false });
    const all = Promise.all(ready.map(({ promise }) => promise));
    // Closed meanwhile, there is nothing to wait for.
    if ((await Promise.race([all, limit, this.#ended])) === 'late') {
      this.#logger.warn(`the queue workers are not ready after ${startLimitSeconds} s`);
    }
  }

  /** Has them end the job in hand; cuts off those that need longer than a second. Resolves when all have ended. */
  async close(): Promise<void> {
    this.#closing.abort();
    const signalAll = (signal: NodeJS.Signals) => {
      for (const worker of this.#processes) worker.kill(signal);
    };
    signalAll('SIGTERM');
    const limit = globalThis.setTimeout(() => signalAll('SIGKILL'), endLimitSeconds * 1000);
    await this.#ended;
    clearTimeout(limit);
  }

  async #keepOne(ready: () => void): Promise<void> {
    const { signal } = this.#closing;
    let delaySeconds = firstDelaySeconds;
    while (!signal.aborted) {
      const startedAt = performance.now();
      const how = await this.#run(ready);
      if (signal.aborted) return;
      this.#logger.warn({ msg: 'a queue worker ended by itself and is started again', ...how });
      if (performance.now() - startedAt > longestDelaySeconds * 1000) delaySeconds = firstDelaySeconds;
      await setTimeout(delaySeconds * 1000, undefined, { signal }).catch(() => {});
      delaySeconds = Math.min(2 * delaySeconds, longestDelaySeconds);
    }
  }

  /** One process from its start to its end. */
  async #run(ready: () => void) {
    const worker = fork(fileURLToPath(workerFile), {
      env: { ...process.env, ...this.#options.env },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    worker.once('message', ready);
    this.#processes.add(worker);
    try {
      const [code, signal] = await once(worker, 'exit');
      return { workerPid: worker.pid, code, signal };
    } catch (error) {
      return { reason: (error as Error).message };
    } finally {
      this.#processes.delete(worker);
    }
  }
}
