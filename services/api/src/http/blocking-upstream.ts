import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InternalServerErrorException, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { startWorkerThread } from 'synckit';
import type { UpstreamCall, UpstreamOutcome } from './upstream-client.ts';
import type { callOrEnd } from './upstream-thread.ts';

/** Beside this file, compiled or not: the compiler changes the extension in imports only. */
const threadFile = new URL(`./upstream-thread${extname(import.meta.filename)}`, import.meta.url);

/** The thread keeps the deadline of a call itself. This much later nothing is to be expected of it any more. */
const threadGraceSeconds = 5;

/**
 * Calls the upstream and blocks the event loop until the answer is there, as code does that was written for one
 * thread a request. Node has no such call of its own: a thread makes it while this one waits.
 */
export class BlockingUpstream implements OnApplicationShutdown {
  readonly #call: UpstreamCall;
  /** Started at the first call, so that a service that is asked for something else has no thread more. */
  #thread: ReturnType<typeof startWorkerThread<typeof callOrEnd>> | undefined;

  constructor(call: UpstreamCall) {
    this.#call = call;
  }

  /** Throws an `InternalServerErrorException` where the thread fails. */
  call(): UpstreamOutcome {
    // Not `createSyncFn`, which hands out a thread that has ended when it is asked for the same file again.
    this.#thread ??= startWorkerThread<typeof callOrEnd>(fileURLToPath(threadFile), {
      timeout: (this.#call.timeoutSeconds + threadGraceSeconds) * 1000,
    });
    try {
      return this.#thread(this.#call) as UpstreamOutcome;
    } catch (cause) {
      // A late thread finishes its call and serves the next; any other failure means that it has ended.
      if (!(cause as Error).message.endsWith('timed-out')) this.#thread = undefined;
      throw new InternalServerErrorException('The thread that calls the upstream failed.', { cause });
    }
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
      new Logger('BlockingUpstream').warn(error);
    }
  }
}
