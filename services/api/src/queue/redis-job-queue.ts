import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  GatewayTimeoutException,
  InternalServerErrorException,
  Logger,
  NotFoundException,
  ServiceUnavailableException,
} from '@nestjs/common';
import { type Job, Queue, QueueEvents } from 'bullmq';
import { Redis } from 'ioredis';
import { closingException } from '../server/closes-with-app.ts';
import { type DoneJob, type JobInput, type JobName, type JobOutput, JobQueue } from './job-queue.ts';
import { queueName } from './queue-name.ts';
import type { QueueWorkers } from './queue-workers.ts';
import { logConnection, QueueClient, redisOptions } from './redis-connection.ts';
import { WaitingRoom } from './waiting-room.ts';
import { within } from './within.ts';

/** Redis answers in milliseconds; after this long it is taken for gone. */
const answerLimitSeconds = 2;
const clearLimitSeconds = 10;
const openRetrySeconds = 0.5;
const disconnectLimitSeconds = 0.5;
/** The events' connection asks again this often, and so notices when Redis is gone without a word. */
const eventsBlockSeconds = 1;

/** Of finished jobs the newest are kept, for as long as somebody may still ask for the result. */
const keep = { age: 600, count: 10_000 };

/** The form of every id. Another text could name a key of BullMQ's own, which is no job. */
const idForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Ending = { readonly state: 'done'; readonly output: unknown } | { readonly state: 'failed' };

export interface RedisJobQueueOptions {
  /** May hold a password. */
  readonly redisUrl: string;
  /** For how long a result is waited for. */
  readonly timeoutSeconds: number;
  /** Without them the queue is another process's: it is used, and neither cleared nor worked off. */
  readonly workers: QueueWorkers | undefined;
}

/** BullMQ's queue in Redis. Opens as soon as Redis can be reached, and lives through its absence. */
export class RedisJobQueue extends JobQueue {
  readonly #timeoutSeconds: number;
  readonly #workers: QueueWorkers | undefined;
  readonly #client: Redis;
  readonly #queue: Queue;
  readonly #events: QueueEvents;
  readonly #logger = new Logger('JobQueue');
  readonly #waiting = new WaitingRoom<Ending>();
  #open = false;

  constructor({ redisUrl, timeoutSeconds, workers }: RedisJobQueueOptions) {
    super();
    this.#timeoutSeconds = timeoutSeconds;
    this.#workers = workers;
    this.#client = new Redis(redisUrl, {
      ...redisOptions,
      lazyConnect: true,
      // Without Redis a command fails at once. By default it would wait until there is one.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
    });
    logConnection(this.#client, 'JobQueue');
    this.#queue = new Queue(queueName, {
      connection: this.#client,
      // Each of these would be tried once, and the queue never work if Redis is away just then.
      skipWaitingForReady: true,
      skipVersionCheck: true,
      skipMetasUpdate: true,
      defaultJobOptions: { removeOnComplete: keep, removeOnFail: keep },
    });
    this.#events = new QueueEvents(queueName, {
      connection: new QueueClient(redisUrl, {
        ...redisOptions,
        lazyConnect: true,
        maxRetriesPerRequest: null,
      }),
      blockingTimeout: eventsBlockSeconds * 1000,
      // From the beginning: what happens between two looks at an end that moves would be missed.
      lastEventId: '0-0',
      skipVersionCheck: true,
    });
    this.#events.on('completed', ({ jobId, returnvalue }) => {
      this.#waiting.call(jobId, { state: 'done', output: returnvalue });
    });
    this.#events.on('failed', ({ jobId }) => this.#waiting.call(jobId, { state: 'failed' }));
    // Whether the results of before will still be there when Redis is again, nobody knows.
    this.#events.on('ioredis:close', () => this.#waiting.dismiss(unreachable()));
    // The connections' errors, which are logged once above.
    this.#queue.on('error', () => {});
    this.#events.on('error', () => {});
  }

  /** Opens the queue now, or without Redis later: resolves either way within seconds. */
  async start(): Promise<void> {
    await within(this.#client.connect(), answerLimitSeconds, unreachable).catch(() => {});
    if (!(await this.#tryToOpen())) void this.#openLater();
  }

  async submit<Name extends JobName>(name: Name, input: JobInput<Name>): Promise<string> {
    this.#refuseUnlessOpen();
    // Not a number in sequence, which after a restart would be that of another job.
    const jobId = randomUUID();
    await this.#ask(this.#queue.add(name, input, { jobId }));
    return jobId;
  }

  async result<Name extends JobName>(name: Name, id: string): Promise<DoneJob<Name>> {
    this.#refuseUnlessOpen();
    if (!idForm.test(id)) throw noSuchJob(id);
    // Before the look at the job: it may end in between.
    const waiter = this.#waiting.enter(id);
    try {
      const job: Job | undefined = await this.#ask(this.#queue.getJob(id));
      if (job?.name !== name) throw noSuchJob(id);
      const ending =
        endingOf(job) ?? (await within(waiter.arrival, this.#timeoutSeconds, () => this.#late()));
      if (ending.state === 'failed') {
        throw new InternalServerErrorException('The job failed in its worker process.');
      }
      return { input: job.data, output: ending.output as JobOutput<Name> };
    } finally {
      waiter.leave();
    }
  }

  /** Lets the jobs that are being worked on end for a second, and ends what belongs to the queue. */
  protected async end(): Promise<void> {
    await this.#workers?.close();
    this.#waiting.dismiss(closingException());
    await this.#queue.close();
    this.#client.disconnect();
    // The first alone waits for a Redis that was never there.
    const closed = Promise.allSettled([this.#events.close(), this.#events.getBackend().close(true)]);
    await Promise.race([closed, setTimeout(disconnectLimitSeconds * 1000, undefined, { ref: false })]);
  }

  async #openLater(): Promise<void> {
    do {
      await setTimeout(openRetrySeconds * 1000, undefined, { ref: false });
    } while (!this.isClosing && !(await this.#tryToOpen()));
  }

  /** Clears the queue, and only then lets workers and requests at it. */
  async #tryToOpen(): Promise<boolean> {
    try {
      const left = await this.#ask(this.#queue.getJobCounts('waiting', 'active'));
      if (this.#workers !== undefined) await this.#clear(left);
    } catch {
      return false;
    }
    if (this.isClosing) return false;
    this.#open = true;
    await this.#workers?.start();
    return true;
  }

  /** Removes the jobs of an earlier run: they would delay those of this one. */
  async #clear({ waiting = 0, active = 0 }: Readonly<Record<string, number>>): Promise<void> {
    await within(this.#queue.obliterate({ force: true }), clearLimitSeconds, unreachable);
    if (waiting + active === 0) return;
    this.#logger.warn({ msg: 'removed the jobs that an earlier run left in the queue', waiting, active });
  }

  #refuseUnlessOpen(): void {
    if (this.isClosing) throw closingException();
    if (!this.#open) throw unreachable();
  }

  /** The answer of Redis. Throws a `ServiceUnavailableException` where there is none. */
  async #ask<T>(answer: Promise<T>): Promise<T> {
    try {
      return await within(answer, answerLimitSeconds, unreachable);
    } catch (error) {
      // A connection that leads nowhere would not end by itself for minutes.
      if (error instanceof ServiceUnavailableException && this.#client.status === 'ready') {
        this.#client.disconnect(true);
      }
      throw unreachable();
    }
  }

  #late(): GatewayTimeoutException {
    return new GatewayTimeoutException(`The job was not finished within ${this.#timeoutSeconds} s.`);
  }
}

const endingOf = ({ finishedOn, failedReason, returnvalue }: Job): Ending | undefined => {
  if (finishedOn === undefined) return undefined;
  return failedReason === undefined ? { state: 'done', output: returnvalue } : { state: 'failed' };
};

const unreachable = () =>
  new ServiceUnavailableException('The job queue cannot be reached: its Redis does not answer.');
const noSuchJob = (id: string) => new NotFoundException(`There is no job ${id}.`);
