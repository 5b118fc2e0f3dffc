import { Logger, ServiceUnavailableException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StartFailure } from '../start-failure.ts';
import { expectProblem } from '../testing/expect-problem.ts';
import type * as faultyJobs from '../testing/faulty-jobs.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';
import { JobPool, startJobPool } from './job-pool.ts';
import { ThreadPool } from './thread-pool.ts';

const faultyFile = new URL('../testing/faulty-jobs.ts', import.meta.url);

describe('PoolModule', () => {
  let app: NestFastifyApplication;

  beforeEach(async () => {
    app = await testApp({ API_POOL_QUEUE: '1', API_CPU_ITERATIONS: '1000' });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await app.close();
  });

  it('answers 503 when the queue is full, and serves those in it', async () => {
    const paths = ['/cpu/pool?iterations=3e8', '/hash/pool', '/cpu/pool'];
    const [running, waiting, refused] = await Promise.all(paths.map((path) => app.inject(path)));
    expect([running?.statusCode, waiting?.statusCode]).toEqual([200, 200]);
    const detail = 'All worker threads (1) are busy and as many jobs as may wait (1) do.';
    if (refused !== undefined) expectProblem(refused, 503, detail);
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
    const run = vi.spyOn(app.get(JobPool, { strict: false }), 'run');
    const inHand = app.inject('/cpu/pool?iterations=1e10');
    await vi.waitFor(() => expect(run).toHaveBeenCalled());
    const closedAt = performance.now();
    await app.close();
    expect((performance.now() - closedAt) / 1000).toBeLessThan(2);
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
