import { InternalServerErrorException, Logger, ServiceUnavailableException } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as faultyJobs from '../testing/faulty-jobs.ts';
import { arrive, meetingPlace } from '../testing/faulty-jobs.ts';
import { ThreadPool } from './thread-pool.ts';

const file = new URL('../testing/faulty-jobs.ts', import.meta.url);

describe('ThreadPool', () => {
  let pool: ThreadPool<typeof faultyJobs>;

  const startPool = async (size: number, queue: number): Promise<void> => {
    pool = new ThreadPool({ file, size, queue });
    await Promise.all(Array.from({ length: size }, () => pool.run('echo', 'ready')));
  };

  beforeEach(() => {
    vi.spyOn(Logger.prototype, 'error').mockReturnValue();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  describe('of two threads', () => {
    beforeAll(() => startPool(2, 20));
    afterAll(() => pool.close());

    it('runs a job for each thread at a time', async () => {
      const place = meetingPlace();
      await Promise.all([pool.run('meet', place), pool.run('meet', place)]);
    });

    it('survives many deaths in a row', async () => {
      const faulty = await Promise.allSettled(Array.from({ length: 6 }, () => pool.run('exit', 1)));
      expect(faulty.every(({ status }) => status === 'rejected')).toBe(true);
      expect(await Promise.all([pool.run('echo', 'a'), pool.run('echo', 'b')])).toEqual(['a', 'b']);
    });
  });

  describe('of one thread', () => {
    beforeAll(() => startPool(1, 10));
    afterAll(() => pool.close());

    it('serves first who comes first', async () => {
      const served: number[] = [];
      const serve = (index: number) => pool.run('block', 0.01).then(() => served.push(index));
      const comers = Array.from({ length: 10 }, (_, index) => index);
      await Promise.all(comers.map(serve));
      expect(served).toEqual(comers);
    });

    it.each([
      ['throws', () => pool.run('fail', 'no luck'), 'no luck'],
      ['ends its thread', () => pool.run('exit', 3), 'worker exited with code: 3'],
      ['throws out of its thread', () => pool.run('failLater', 'too late'), 'too late'],
    ])('goes on after a job that %s', async (_, run, message) => {
      const faulty = run();
      const waiting = pool.run('echo', 'waiting');
      const error = await faulty.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(InternalServerErrorException);
      expect(error).toMatchObject({
        message: 'The worker thread failed on this request.',
        cause: { message },
      });
      expect(await waiting).toBe('waiting');
      for (let round = 0; round < 3; round += 1) expect(await pool.run('echo', 'on')).toBe('on');
    });
  });

  it.each([0, 2])('refuses what comes when %i jobs wait', async (queue) => {
    await startPool(1, queue);
    const accepted = Array.from({ length: 1 + queue }, () => pool.run('block', 0.05));
    await expect(pool.run('echo', 'too many')).rejects.toThrow(
      new ServiceUnavailableException(
        `All worker threads (1) are busy and as many jobs as may wait (${queue}) do.`,
      ),
    );
    await Promise.all(accepted);
    expect(await pool.run('echo', 'again')).toBe('again');
    await pool.close();
  });

  it('ends a job that is done soon when it is closed, and takes no other', async () => {
    await startPool(1, 10);
    const place = meetingPlace();
    const job = pool.run('meet', place);
    await expect.poll(() => place[0]).toBe(1);
    const closed = pool.close();
    await expect(pool.run('echo', 'late')).rejects.toThrow('The service is shutting down.');
    arrive(place);
    await job;
    await closed;
    await expect(pool.run('echo', 'later')).rejects.toThrow(ServiceUnavailableException);
  });

  it('cuts off what is not done a second after it is closed', async () => {
    await startPool(1, 10);
    const jobs = Promise.allSettled([pool.run('spin', null), pool.run('echo', 'waiting')]);
    await pool.close();
    const reason = new ServiceUnavailableException('The service is shutting down.');
    expect(await jobs).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
  });
});
