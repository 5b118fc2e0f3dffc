import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import type { MergedMetrics } from '@headroom/loop-metrics';
import type { Logger } from 'pino';
import { StartFailure } from '../start-failure.ts';
import { goOn, type WorkerMessage } from './worker-message.ts';
import { numbered } from './worker-number.ts';

const workersExitCode = 1;

/** A worker that ends sooner than this after its start has not got going. */
const soonSeconds = 10;

/** So many of them in a row end the service: another one would fare no better. */
const soonLimit = 3;

/** The processes that serve requests. */
export class Workers {
  readonly #count: number;
  readonly #logger: Logger;
  readonly #metrics: MergedMetrics | undefined;
  readonly #living = new Set<Worker>();
  readonly #urls = new Map<Worker, string>();
  readonly #allPrepared = Promise.withResolvers<void>();
  readonly #allListen = Promise.withResolvers<string>();
  readonly #failed = Promise.withResolvers<never>();
  #prepared = 0;
  #serving = false;
  #endedSoon = 0;
  #closed: Promise<void> | undefined;

  constructor(count: number, logger: Logger, metrics: MergedMetrics | undefined) {
    this.#count = count;
    this.#logger = logger;
    this.#metrics = metrics;
  }

  /** Rejects with a `StartFailure`, once all have ended, when one cannot start or they end again and again. */
  get failed(): Promise<never> {
    return this.#failed.promise;
  }

  /** Resolves to the URL once all listen, which none does before all could. Rejects as `failed`. */
  start(): Promise<string> {
    // The default, but for Windows and where the environment says otherwise.
    cluster.schedulingPolicy = cluster.SCHED_RR;
    // However this process ends itself: by a signal before all listen, or by a defect.
    process.once('exit', () => {
      for (const worker of this.#living) worker.process.kill('SIGKILL');
    });
    for (let number = 1; number <= this.#count; number += 1) this.#fork(number);
    return Promise.race([this.#allListen.promise, this.failed]);
  }

  /** Asks all to end, and resolves once they have. One that ends badly makes this process end with code 1. */
  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  #fork(number: number): void {
    const startedAt = performance.now();
    const worker = cluster.fork(numbered(number));
    let removeMetrics: (() => void) | undefined;
    this.#living.add(worker);

    worker.on('message', (message: WorkerMessage) => {
      switch (message.state) {
        case 'prepared':
          if (message.metricsPort !== undefined) removeMetrics = this.#metrics?.add(message.metricsPort);
          this.#prepared += 1;
          if (this.#prepared === this.#count) this.#allPrepared.resolve();
          void this.#allPrepared.promise.then(() => worker.send(goOn));
          break;
        case 'listening':
          this.#listens(worker, message.url);
          break;
        case 'failed':
          this.#fail(new StartFailure(message.message, message.exitCode));
          break;
        default:
          message satisfies never;
      }
    });
    // That it cannot be told anything any more, or not be started: `close` follows.
    worker.on('error', (error) => this.#logger.warn(error));
    // Comes after its last message, as `exit` may not.
    worker.process.once('close', (code: number | null, signal: NodeJS.Signals | null) => {
      removeMetrics?.();
      this.#living.delete(worker);
      this.#urls.delete(worker);
      const livedSeconds = (performance.now() - startedAt) / 1000;
      this.#ended(number, { workerPid: worker.process.pid, code, signal, livedSeconds });
    });
  }

  #listens(worker: Worker, url: string): void {
    this.#logger.info({ msg: 'worker listening', workerPid: worker.process.pid, url });
    this.#urls.set(worker, url);
    if (this.#urls.size < this.#count) return;
    this.#serving = true;
    this.#allListen.resolve(url);
  }

  #ended(number: number, ending: Ending): void {
    const { code, signal, livedSeconds } = ending;
    if (this.#closed !== undefined) {
      // By SIGTERM: before it could listen for it.
      if (code !== 0 && signal !== 'SIGTERM') process.exitCode = workersExitCode;
      return;
    }
    const how = signal ?? `code ${code}`;
    if (!this.#serving) {
      this.#fail(new StartFailure(`A worker ended with ${how} before it listened.`, code || workersExitCode));
      return;
    }
    this.#logger.warn({ msg: 'worker ended', ...ending });
    this.#endedSoon = livedSeconds < soonSeconds ? this.#endedSoon + 1 : 0;
    if (this.#endedSoon < soonLimit) {
      this.#fork(number);
      return;
    }
    const message = `${soonLimit} workers in a row ended within ${soonSeconds} s of their start, the last with ${how}.`;
    this.#fail(new StartFailure(message, workersExitCode));
  }

  #fail(failure: StartFailure): void {
    if (this.#closed !== undefined) return;
    void this.close().then(() => this.#failed.reject(failure));
  }

  async #end(): Promise<void> {
    await Promise.all(
      [...this.#living].map((worker) => {
        const ended = once(worker.process, 'close');
        // Not by a message, which a blocked loop does not see.
        worker.process.kill('SIGTERM');
        return ended;
      }),
    );
  }
}

interface Ending {
  readonly workerPid: number | undefined;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly livedSeconds: number;
}
