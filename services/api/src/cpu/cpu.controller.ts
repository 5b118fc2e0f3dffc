import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { cpuIterations } from '../config/limits.ts';
import type { Settings } from '../config/settings.ts';
import { ParameterPipe } from '../parameters/parameter.pipe.ts';
import { JobPool } from '../pool/job-pool.ts';
import { countTo } from './count.ts';

const iterationsPipe = new ParameterPipe(cpuIterations);

/** A plain loop has no asynchronous form: what the article marks `async` blocks all the same, so there is no `/cpu/async`. */
@Controller('cpu')
export class CpuController {
  readonly #iterations: number;
  readonly #pool: JobPool;

  constructor(@Inject(ConfigService) config: ConfigService<Settings, true>, @Inject(JobPool) pool: JobPool) {
    this.#iterations = config.get('cpuIterations', { infer: true });
    this.#pool = pool;
  }

  /** The article's loop, on the event loop. */
  @Get()
  count(@Query('iterations', iterationsPipe) iterations: number = this.#iterations) {
    return { done: countTo(iterations) === iterations };
  }

  /** The same loop in a worker thread. */
  @Get('pool')
  async pool(@Query('iterations', iterationsPipe) iterations: number = this.#iterations) {
    return { done: (await this.#pool.run('countTo', iterations)) === iterations };
  }
}
