import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { hashCost } from '../config/limits.ts';
import type { Settings } from '../config/settings.ts';
import { ParameterPipe } from '../parameters/parameter.pipe.ts';
import { JobPool } from '../pool/job-pool.ts';
import { digestAsync, digestSync } from './digest.ts';

const costPipe = new ParameterPipe(hashCost);

/** One password hash, the same whichever way. */
@Controller('hash')
export class HashController {
  readonly #cost: number;
  readonly #pool: JobPool;

  constructor(@Inject(ConfigService) config: ConfigService<Settings, true>, @Inject(JobPool) pool: JobPool) {
    this.#cost = config.get('hashCost', { infer: true });
    this.#pool = pool;
  }

  /** On the event loop. */
  @Get('sync')
  sync(@Query('cost', costPipe) cost: number = this.#cost) {
    return { digest: digestSync(cost) };
  }

  /** In libuv's thread pool, which file and name look-ups share. */
  @Get('async')
  async async(@Query('cost', costPipe) cost: number = this.#cost) {
    return { digest: await digestAsync(cost) };
  }

  /** In a worker thread. */
  @Get('pool')
  async pool(@Query('cost', costPipe) cost: number = this.#cost) {
    return { digest: await this.#pool.run('digest', cost) };
  }
}
