import { setTimeout } from 'node:timers/promises';
import { Controller, Get, Inject } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Settings } from '../config/settings.ts';
import { block } from './block.ts';

@Controller()
export class SleepController {
  readonly #delaySeconds: number;

  constructor(@Inject(ConfigService) config: ConfigService<Settings, true>) {
    this.#delaySeconds = config.get('delaySeconds', { infer: true });
  }

  /** Holds the event loop while it waits: everybody waits. */
  @Get('sync')
  sync() {
    block(this.#delaySeconds);
    return { message: 'This is a sync endpoint' };
  }

  /** Gives the event loop back while it waits. */
  @Get('async')
  async async() {
    await setTimeout(this.#delaySeconds * 1000);
    return { message: 'This is an async endpoint' };
  }
}
