import { Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Settings } from '../config/settings.ts';
import { BlockingDatabase } from './blocking-database.ts';
import { DatabaseClient } from './database-client.ts';
import { DbController } from './db.controller.ts';

type Config = ConfigService<Settings, true>;

@Module({
  providers: [
    {
      provide: DatabaseClient,
      inject: [ConfigService],
      useFactory: (config: Config) => {
        const { url, timeoutSeconds, poolSize } = config.get('database', { infer: true });
        return url === undefined ? undefined : new DatabaseClient({ url, timeoutSeconds }, poolSize);
      },
    },
    {
      provide: BlockingDatabase,
      inject: [ConfigService],
      useFactory: (config: Config) => {
        const { url, timeoutSeconds } = config.get('database', { infer: true });
        return url === undefined ? undefined : new BlockingDatabase({ url, timeoutSeconds });
      },
    },
  ],
  controllers: [DbController],
})
export class DbModule {}
