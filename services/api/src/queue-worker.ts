// A process that works off the jobs of the queue one at a time. Started, and ended, by `QueueWorkers`.
import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { type Job, Worker } from 'bullmq';
import { readSettings } from './config/settings.ts';
import { createLogger } from './logger.ts';
import { startJobPool } from './pool/job-pool.ts';
import type { JobInput, JobName } from './queue/job-queue.ts';
import { queueName } from './queue/queue-name.ts';
import { logConnection, QueueClient, redisOptions } from './queue/redis-connection.ts';

/** The job in hand gets this long to end after SIGTERM. One that needs longer is left to another worker. */
const closeGraceSeconds = 1;

/**
 * A worker holds a lock on its job and renews it twice in this time. A job without one was its worker's last:
 * the next check gives it to another. Together that is two to five seconds after a death.
 */
const lockSeconds = 3;
const stalledCheckSeconds = 1;
/** A job during which the worker dies this often and once more has failed: the fault may be its own. */
const deathsForgiven = 3;
const redisRetrySeconds = 1;

/** `process.exit` waits for the thread, and one that the kernel holds, as a file that does not answer can, never ends. */
const endWithoutThread = () => process.kill(process.pid, 'SIGKILL');

// The service is gone, however it went; or went while this process was still loading.
process.once('disconnect', endWithoutThread);
if (process.connected === false) endWithoutThread();
// Ctrl-C reaches the whole group of processes; the service decides when this one ends.
process.on('SIGINT', () => {});

const settings = readSettings(process.env);
Logger.overrideLogger(createLogger(settings));
const logger = new Logger('QueueWorker');

/** In a thread, for the main one has locks to renew and signals to heed while a job computes for seconds on end. */
const thread = await startJobPool(1, 0);

const client = new QueueClient(settings.queue.redisUrl, { ...redisOptions, maxRetriesPerRequest: null });
logConnection(client, 'QueueWorker');

const work = async ({ name, data }: Job<JobInput<JobName>, unknown, JobName>): Promise<unknown> => {
  try {
    return await thread.run(name, data);
  } catch (error) {
    // The pool's own message is meant for a client.
    throw (error as Error).cause ?? error;
  }
};

const worker = new Worker(queueName, work, {
  connection: client,
  skipVersionCheck: true,
  lockDuration: lockSeconds * 1000,
  stalledInterval: stalledCheckSeconds * 1000,
  maxStalledCount: deathsForgiven,
  runRetryDelay: redisRetrySeconds * 1000,
});
worker.on('failed', (job, { message }) =>
  logger.error({ msg: 'a job failed', job: job?.id, reason: message }),
);
worker.on('stalled', (job) => logger.warn({ msg: 'a job lost its worker and is worked on again', job }));
worker.on('error', ({ message }) => {
  // Without a connection these are its errors, which are logged once already.
  if (client.status === 'ready') logger.error(message);
});

process.once('SIGTERM', async () => {
  const late = setTimeout(closeGraceSeconds * 1000, 'late' as const);
  if ((await Promise.race([worker.close(), late])) === 'late') endWithoutThread();
  process.exit();
});

await worker.waitUntilReady();
logger.log('ready');
process.send?.('ready');
