import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { InternalServerErrorException, Logger, ServiceUnavailableException } from '@nestjs/common';
import { Piscina } from 'piscina';
import { ClosesWithApp, closingException } from '../server/closes-with-app.ts';

/** Jobs in hand get this long to end when the application closes. */
const closeGraceSeconds = 1;

/** What a file of jobs exports: functions of one argument that can be copied to another thread. */
type JobFile = Record<string, (input: never) => unknown>;

export interface ThreadPoolOptions {
  readonly file: URL;
  /** Number of threads. */
  readonly size: number;
  /** Jobs that may wait while all threads are busy. */
  readonly queue: number;
}

/** Worker threads that run the jobs of a file, first come first served. They start at once. */
export class ThreadPool<Jobs extends JobFile> extends ClosesWithApp {
  readonly #options: ThreadPoolOptions;
  readonly #threads: Piscina;
  readonly #inHand = new Set<Promise<unknown>>();

  constructor(options: ThreadPoolOptions) {
    super();
    const { file, size } = options;
    this.#options = options;
    this.#threads = new Piscina({
      filename: fileURLToPath(file),
      minThreads: size,
      maxThreads: size,
      // By default a job that finds no thread free goes behind those that came after it.
      stricterFIFO: true,
      recordTiming: false,
    });
    const logger = new Logger('ThreadPool');
    // A thread that dies with no job in hand: without a listener it would take the process with it.
    this.#threads.on('error', (error) => logger.error(error));
  }

  /**
   * Runs a job in a thread. Throws a `ServiceUnavailableException` where the queue is full or the pool closes, and
   * an `InternalServerErrorException` where the job throws or its thread dies.
   */
  async run<Name extends keyof Jobs & string>(
    name: Name,
    input: Parameters<Jobs[Name]>[0],
  ): Promise<Awaited<ReturnType<Jobs[Name]>>> {
    const { size, queue } = this.#options;
    if (this.isClosing) throw closingException();
    // Counted here: a job that Piscina refuses for want of a queue it runs nevertheless.
    if (this.#inHand.size >= size + queue) {
      throw new ServiceUnavailableException(
        `All worker threads (${size}) are busy and as many jobs as may wait (${queue}) do.`,
      );
    }
    const job = this.#threads.run(input, { name });
    this.#inHand.add(job);
    try {
      return await job;
    } catch (cause) {
      if (this.isClosing) throw closingException();
      throw new InternalServerErrorException('The worker thread failed on this request.', { cause });
    } finally {
      this.#inHand.delete(job);
    }
  }

  /** Ends the threads once the jobs in hand are done, or a second later. */
  protected async end(): Promise<void> {
    const limit = setTimeout(closeGraceSeconds * 1000, undefined, { ref: false });
    await Promise.race([Promise.allSettled(this.#inHand), limit]);
    await this.#threads.destroy();
  }
}
