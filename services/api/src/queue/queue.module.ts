import { Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Settings } from '../config/settings.ts';
import { JobQueue } from './job-queue.ts';
import { startJobQueue } from './start-job-queue.ts';

@Module({
  providers: [
    {
      provide: JobQueue,
      inject: [ConfigService],
      useFactory: (config: ConfigService<Settings, true>) =>
        startJobQueue({
          queue: config.get('queue', { infer: true }),
          logLevel: config.get('logLevel', { infer: true }),
        }),
    },
  ],
  exports: [JobQueue],
})
export class QueueModule {}
