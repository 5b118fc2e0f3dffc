import { fileURLToPath } from 'node:url';
import { InternalServerErrorException, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { startWorkerThread } from 'synckit';
import type { AnswerMessage, Message, Reply } from './answer-calls.ts';

/** The thread keeps the deadline of a call itself. This much later nothing is to be expected of it any more. */
const threadGraceSeconds = 5;

export interface BlockingThreadOptions<Setup> {
  /** Run in the thread; it calls `answerCalls`. */
  readonly file: URL;
  /** What its client is opened with. */
  readonly setup: Setup;
  /** What the thread does, as in: the thread that `task` failed. */
  readonly task: string;
  /** What a call takes at most. */
  readonly timeoutSeconds: number;
}

/**
 * Has a thread make a call and blocks the event loop until the answer is there, as code does that was written for
 * one thread a request. Node itself has no such calls of another service.
 */
export class BlockingThread<Setup, Input, Output> implements OnApplicationShutdown {
  readonly #options: BlockingThreadOptions<Setup>;
  /** Started at the first call, so that a service that is asked for something else has no thread more. */
  #thread: ReturnType<typeof startWorkerThread<AnswerMessage<Setup, Input, Output>>> | undefined;

  constructor(options: BlockingThreadOptions<Setup>) {
    this.#options = options;
  }

  /** Throws an `InternalServerErrorException` where the thread fails. */
  call(input: Input): Output {
    const reply = this.#ask({ setup: this.#options.setup, input });
    if (reply !== undefined && 'output' in reply) return reply.output;
    throw this.#failure(reply?.error);
  }

  onApplicationShutdown(): void {
    this.close();
  }

  /** Ends the thread and its connection. */
  close(): void {
    const thread = this.#thread;
    this.#thread = undefined;
    try {
      thread?.('end');
    } catch (error) {
      new Logger('BlockingThread').warn(error);
    }
  }

  #ask(message: Message<Setup, Input>): Reply<Output> {
    const { file, timeoutSeconds } = this.#options;
    // Not `createSyncFn`, which hands out a thread that has ended when it is asked for the same file again.
    this.#thread ??= startWorkerThread<AnswerMessage<Setup, Input, Output>>(fileURLToPath(file), {
      timeout: (timeoutSeconds + threadGraceSeconds) * 1000,
    });
    try {
      return this.#thread(message);
    } catch (cause) {
      // A late thread finishes its call and serves the next; any other failure means that it has ended.
      if (!(cause as Error).message.endsWith('timed-out')) this.#thread = undefined;
      throw this.#failure(cause);
    }
  }

  #failure(cause: unknown): InternalServerErrorException {
    return new InternalServerErrorException(`The thread that ${this.#options.task} failed.`, { cause });
  }
}
