import { Logger, ServiceUnavailableException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { StartFailure } from '../start-failure.ts';
import { expectProblem } from '../testing/expect-problem.ts';
import type * as faultyJobs from '../testing/faulty-jobs.ts';
import { heldJob } from '../testing/held-job.ts';
import { expectedBody, wholeTestApp } from '../testing/test-app.ts';
import { JobPool, startJobPool } from './job-pool.ts';
import { ThreadPool } from './thread-pool.ts';

const faultyFile = new URL('../testing/faulty-jobs.ts', import.meta.url);

describe('PoolModule', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await wholeTestApp({ API_POOL_QUEUE: '1', API_CPU_ITERATIONS: '1000' });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  afterAll(() => app.close());

  it('answers 503 when the queue is full, and serves those in it', async () => {
    const pool = app.get(JobPool, { strict: false });
    const run = vi.spyOn(pool, 'run');
    const held = heldJob();
    const running = pool.run(held.name, held.input);
    const waiting = app.inject('/hash/pool');
    await expect.poll(() => run.mock.calls.length).toBe(2);
    const detail = 'All worker threads (1) are busy and as many jobs as may wait (1) do.';
    expectProblem(await app.inject('/cpu/pool'), 503, detail);
    await held.end();
    expect(await running).toMatchObject({ state: 'failed' });
    expect((await waiting).body).toBe(expectedBody('/hash/pool'));
    expect((await app.inject('/cpu/pool')).body).toBe(expectedBody('/cpu/pool'));
  });

  it('answers 500 when the thread dies, logs why, and serves the next', async () => {
    const log = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    const dying = new ThreadPool<typeof faultyJobs>({ file: faultyFile, size: 1, queue: 0 });
    vi.spyOn(app.get(JobPool, { strict: false }), 'run').mockImplementationOnce(() => dying.run('exit', 1));
    expectProblem(await app.inject('/cpu/pool'), 500, 'The worker thread failed on this request.');
    expect(log).toHaveBeenCalledExactlyOnceWith(new Error('worker exited with code: 1'));
    expect((await app.inject('/cpu/pool')).body).toBe(expectedBody('/cpu/pool'));
    await dying.close();
  });

  it('answers 503 to what is in hand a second after it closes', async () => {
    const closing = await wholeTestApp();
    const run = vi.spyOn(closing.get(JobPool, { strict: false }), 'run');
    const inHand = closing.inject('/cpu/pool?iterations=1e10');
    await expect.poll(() => run.mock.calls.length).toBe(1);
    await closing.close();
    expectProblem(await inHand, 503, 'The service is shutting down.');
  });
});

describe('startJobPool', () => {
  it('says what to do when the threads cannot be had', async () => {
    vi.spyOn(JobPool.prototype, 'run').mockRejectedValueOnce(new ServiceUnavailableException());
    await expect(startJobPool(1, 0)).rejects.toThrow(
      new StartFailure('Worker threads (1) cannot be started: set API_POOL_SIZE lower.', 1),
    );
    vi.restoreAllMocks();
  });
});
