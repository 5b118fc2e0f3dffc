import { setTimeout } from 'node:timers/promises';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { delaySeconds } from '../config/limits.ts';
import type { Settings } from '../config/settings.ts';
import { ParameterPipe } from '../parameters/parameter.pipe.ts';
import { block } from './block.ts';

const delayPipe = new ParameterPipe(delaySeconds);

@Controller()
export class SleepController {
  readonly #delaySeconds: number;

  constructor(@Inject(ConfigService) config: ConfigService<Settings, true>) {
    this.#delaySeconds = config.get('delaySeconds', { infer: true });
  }

  /** Holds the event loop while it waits: everybody waits. */
  @Get('sync')
  sync(@Query('delay', delayPipe) seconds: number = this.#delaySeconds) {
    block(seconds);
    return { message: 'This is a sync endpoint' };
  }

  /** Gives the event loop back while it waits. */
  @Get('async')
  async async(@Query('delay', delayPipe) seconds: number = this.#delaySeconds) {
    await setTimeout(seconds * 1000);
    return { message: 'This is an async endpoint' };
  }
}
