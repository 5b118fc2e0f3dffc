import { Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Settings } from '../config/settings.ts';
import { JobPool, startJobPool } from './job-pool.ts';

@Module({
  providers: [
    {
      provide: JobPool,
      inject: [ConfigService],
      useFactory: (config: ConfigService<Settings, true>) =>
        startJobPool(config.get('poolSize', { infer: true }), config.get('poolQueue', { infer: true })),
    },
  ],
  exports: [JobPool],
})
export class PoolModule {}
