import { describe, expect, it } from 'vitest';
import { cellOf, testLab } from '../support/lab.ts';
import { noStores, withStores } from '../support/stores.ts';

describe.skipIf(noStores !== undefined).concurrent(withStores('a pool of database connections'), () => {
  it.each([10, 20])('of %i serves as many slow queries at a time', async (databasePoolSize) => {
    const lab = await testLab();
    const { exitCode } = await lab.run([
      ...['run', '--endpoint', '/db/async', '--vus', '1,100', '--duration', '3s', '--warmup', '2s'],
      ...lab.configure({ nest: { databaseDelay: '100ms', databasePoolSize } }),
    ]);
    expect(exitCode).toBe(0);
    const { effectiveConcurrency, failedRequests, others } = cellOf(lab.report(), '/db/async', 100);
    expect(others).toEqual({ names: ['PostgreSQL'], cpuShare: expect.any(Number) });
    expect(others?.cpuShare).toBeGreaterThan(0);
    expect(effectiveConcurrency?.bound).toBe('estimate');
    expect(effectiveConcurrency?.value).toBeGreaterThan(0.9 * databasePoolSize);
    expect(effectiveConcurrency?.value).toBeLessThan(1.1 * databasePoolSize);
    expect(failedRequests).toBe(0);
    expect(lab.leftovers()).toEqual([]);
  });
});

describe.skipIf(noStores !== undefined)(withStores('a job queue'), () => {
  it('tells the time until a job is accepted from that until its result is there', async () => {
    const lab = await testLab();
    const { exitCode } = await lab.run([
      ...['run', '--endpoint', '/cpu/queue', '--vus', '1,10', '--duration', '4s', '--warmup', '1s'],
      ...lab.configure({ nest: { cpuIterations: 100_000_000 } }),
    ]);
    expect(exitCode).toBe(0);
    const cell = cellOf(lab.report(), '/cpu/queue', 10);
    expect(cell.failedRequests).toBe(0);
    expect(cell.requests).toBeGreaterThan(5);
    // One worker: its results queue, its acceptances do not.
    expect(cell.acceptedSeconds?.mean).toBeLessThan(0.5 * (cell.latencySeconds?.mean ?? 0));
    expect(lab.leftovers()).toEqual([]);
  });
});
