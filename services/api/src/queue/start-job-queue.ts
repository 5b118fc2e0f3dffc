import { isFirstWorker } from '../cluster/worker-number.ts';
import type { Settings } from '../config/settings.ts';
import { type JobQueue, NoJobQueue } from './job-queue.ts';

/**
 * The queue that the settings ask for; resolves within seconds, whether Redis can be reached or not. Of
 * several processes of the service the first keeps the workers for all: the others only use the queue.
 */
export async function startJobQueue({
  queue: { workers: count, redisUrl, timeoutSeconds },
  logLevel,
}: Pick<Settings, 'queue' | 'logLevel'>): Promise<JobQueue> {
  if (count === 0) return new NoJobQueue();
  // Its libraries take memory that a service without a queue is not to be charged with.
  const [{ QueueWorkers }, { RedisJobQueue }] = await Promise.all([
    import('./queue-workers.ts'),
    import('./redis-job-queue.ts'),
  ]);
  const env = { API_REDIS_URL: redisUrl, API_LOG_LEVEL: logLevel };
  const workers = isFirstWorker() ? new QueueWorkers({ count, env }) : undefined;
  const queue = new RedisJobQueue({ redisUrl, timeoutSeconds, workers });
  await queue.start();
  return queue;
}
