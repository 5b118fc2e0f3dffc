import { Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { hashCost } from '../config/limits.ts';
import type { Settings } from '../config/settings.ts';
import { ParameterPipe } from '../parameters/parameter.pipe.ts';
import { JobPool } from '../pool/job-pool.ts';
import { type AcceptingReply, accept } from '../queue/accept.ts';
import { JobQueue } from '../queue/job-queue.ts';
import { digestAsync, digestSync } from './digest.ts';

const costPipe = new ParameterPipe(hashCost);

/** One password hash, the same whichever way. */
@Controller('hash')
export class HashController {
  readonly #cost: number;
  readonly #pool: JobPool;
  readonly #queue: JobQueue;

  constructor(
    @Inject(ConfigService) config: ConfigService<Settings, true>,
    @Inject(JobPool) pool: JobPool,
    @Inject(JobQueue) queue: JobQueue,
  ) {
    this.#cost = config.get('hashCost', { infer: true });
    this.#pool = pool;
    this.#queue = queue;
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

  /** In a worker process: the job is taken in, and its result is asked for by `queued`. */
  @Post('queue')
  @HttpCode(202)
  async enqueue(
    @Res({ passthrough: true }) reply: AcceptingReply,
    @Query('cost', costPipe) cost: number = this.#cost,
  ) {
    return accept(reply, '/hash/queue', await this.#queue.submit('digest', cost));
  }

  /** Waits for the result. */
  @Get('queue/:id')
  async queued(@Param('id') id: string) {
    return { digest: (await this.#queue.result('digest', id)).output };
  }
}
