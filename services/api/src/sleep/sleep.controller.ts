import { setTimeout } from 'node:timers/promises';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { delaySeconds, delaySigma } from '../config/limits.ts';
import type { Settings } from '../config/settings.ts';
import { ParameterPipe } from '../parameters/parameter.pipe.ts';
import { block } from './block.ts';
import { drawWait } from './draw-wait.ts';

const delayPipe = new ParameterPipe(delaySeconds);
const sigmaPipe = new ParameterPipe(delaySigma);

@Controller()
export class SleepController {
  readonly #delaySeconds: number;
  readonly #sigma: number;

  constructor(@Inject(ConfigService) config: ConfigService<Settings, true>) {
    this.#delaySeconds = config.get('delaySeconds', { infer: true });
    this.#sigma = config.get('delaySigma', { infer: true });
  }

  /** Holds the event loop while it waits: everybody waits. */
  @Get('sync')
  sync(
    @Query('delay', delayPipe) seconds: number = this.#delaySeconds,
    @Query('sigma', sigmaPipe) sigma: number = this.#sigma,
  ) {
    block(drawWait(seconds, sigma));
    return { message: 'This is a sync endpoint' };
  }

  /** Gives the event loop back while it waits. */
  @Get('async')
  async async(
    @Query('delay', delayPipe) seconds: number = this.#delaySeconds,
    @Query('sigma', sigmaPipe) sigma: number = this.#sigma,
  ) {
    await setTimeout(drawWait(seconds, sigma) * 1000);
    return { message: 'This is an async endpoint' };
  }
}
