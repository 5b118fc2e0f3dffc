import { setTimeout } from 'node:timers/promises';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { cpuIterations, delaySeconds, delaySigma } from '../config/limits.ts';
import type { Settings } from '../config/settings.ts';
import { countTo } from '../cpu/count.ts';
import { ParameterPipe } from '../parameters/parameter.pipe.ts';
import { block } from '../sleep/block.ts';
import { drawWait } from '../sleep/draw-wait.ts';

const delayPipe = new ParameterPipe(delaySeconds);
const sigmaPipe = new ParameterPipe(delaySigma);
const iterationsPipe = new ParameterPipe(cpuIterations);

/** What most handlers do: wait for something, and then work a moment on it. The work is on the event loop in both. */
@Controller('mixed')
export class MixedController {
  readonly #mixed: Settings['mixed'];
  readonly #sigma: number;

  constructor(@Inject(ConfigService) config: ConfigService<Settings, true>) {
    this.#mixed = config.get('mixed', { infer: true });
    this.#sigma = config.get('delaySigma', { infer: true });
  }

  @Get('sync')
  sync(
    @Query('delay', delayPipe) seconds: number = this.#mixed.delaySeconds,
    @Query('sigma', sigmaPipe) sigma: number = this.#sigma,
    @Query('iterations', iterationsPipe) iterations: number = this.#mixed.iterations,
  ) {
    block(drawWait(seconds, sigma));
    return { done: countTo(iterations) === iterations };
  }

  @Get('async')
  async async(
    @Query('delay', delayPipe) seconds: number = this.#mixed.delaySeconds,
    @Query('sigma', sigmaPipe) sigma: number = this.#sigma,
    @Query('iterations', iterationsPipe) iterations: number = this.#mixed.iterations,
  ) {
    await setTimeout(drawWait(seconds, sigma) * 1000);
    return { done: countTo(iterations) === iterations };
  }
}
