import { Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Settings } from '../config/settings.ts';
import { JobQueue, NoJobQueue } from './job-queue.ts';
import { QueueWorkers } from './queue-workers.ts';
import { RedisJobQueue } from './redis-job-queue.ts';

type Config = ConfigService<Settings, true>;

@Module({
  providers: [
    {
      provide: JobQueue,
      inject: [ConfigService],
      useFactory: async (config: Config): Promise<JobQueue> => {
        const { workers: count, redisUrl, timeoutSeconds } = config.get('queue', { infer: true });
        if (count === 0) return new NoJobQueue();
        const env = { API_REDIS_URL: redisUrl, API_LOG_LEVEL: config.get('logLevel', { infer: true }) };
        const queue = new RedisJobQueue({
          redisUrl,
          timeoutSeconds,
          workers: new QueueWorkers({ count, env }),
        });
        await queue.start();
        return queue;
      },
    },
  ],
  exports: [JobQueue],
})
export class QueueModule {}
