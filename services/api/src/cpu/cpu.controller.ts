import { Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { cpuIterations } from '../config/limits.ts';
import type { Settings } from '../config/settings.ts';
import { ParameterPipe } from '../parameters/parameter.pipe.ts';
import { JobPool } from '../pool/job-pool.ts';
import { type AcceptingReply, accept } from '../queue/accept.ts';
import { JobQueue } from '../queue/job-queue.ts';
import { countTo } from './count.ts';

const iterationsPipe = new ParameterPipe(cpuIterations);

/** A plain loop has no asynchronous form: what the article marks `async` blocks all the same, so there is no `/cpu/async`. */
@Controller('cpu')
export class CpuController {
  readonly #iterations: number;
  readonly #pool: JobPool;
  readonly #queue: JobQueue;

  constructor(
    @Inject(ConfigService) config: ConfigService<Settings, true>,
    @Inject(JobPool) pool: JobPool,
    @Inject(JobQueue) queue: JobQueue,
  ) {
    this.#iterations = config.get('cpuIterations', { infer: true });
    this.#pool = pool;
    this.#queue = queue;
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

  /** The same loop in a worker process: the job is taken in, and its result is asked for by `queued`. */
  @Post('queue')
  @HttpCode(202)
  async enqueue(
    @Res({ passthrough: true }) reply: AcceptingReply,
    @Query('iterations', iterationsPipe) iterations: number = this.#iterations,
  ) {
    return accept(reply, '/cpu/queue', await this.#queue.submit('countTo', iterations));
  }

  /** Waits for the result. */
  @Get('queue/:id')
  async queued(@Param('id') id: string) {
    const { input, output } = await this.#queue.result('countTo', id);
    return { done: output === input };
  }
}
