import { Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Settings } from '../config/settings.ts';
import { BlockingUpstream } from './blocking-upstream.ts';
import { HttpController } from './http.controller.ts';
import { UpstreamClient } from './upstream-client.ts';

type Config = ConfigService<Settings, true>;

@Module({
  providers: [
    {
      provide: UpstreamClient,
      inject: [ConfigService],
      useFactory: (config: Config) =>
        new UpstreamClient(
          config.get('upstream', { infer: true }),
          config.get('httpConnections', { infer: true }),
        ),
    },
    {
      provide: BlockingUpstream,
      inject: [ConfigService],
      useFactory: (config: Config) => new BlockingUpstream(config.get('upstream', { infer: true })),
    },
  ],
  controllers: [HttpController],
})
export class HttpModule {}
