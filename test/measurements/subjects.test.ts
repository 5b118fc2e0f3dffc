import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { cellOf, testLab } from '../support/lab.ts';

/** What FastAPI takes; on a machine without it these tests would only show that. */
const hasPython =
  spawnSync('python3', ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))']).status ===
  0;
if (!hasPython && process.env.CI) throw new Error('CI must have Python 3.11 or later with venv');

describe('bystanders', () => {
  it('wait for a handler that blocks, and not for one that yields', async () => {
    const lab = await testLab();
    const flags = ['--vus', '10', '--duration', '5s', '--warmup', '1s', '--bystanders', '5'];
    const { exitCode } = await lab.run([
      ...['run', '--endpoint', '/sync,/async', ...flags],
      ...lab.configure({ baselines: false, nest: { delay: '300ms' } }),
    ]);
    expect(exitCode).toBe(0);
    const [sync, async] = ['/sync', '/async'].map((endpoint) => cellOf(lab.report(), endpoint, 10));
    expect(sync?.bystander?.p50Seconds?.value).toBeGreaterThan(0.3);
    expect(async?.bystander?.p50Seconds?.value).toBeLessThan(0.15);
    for (const cell of [sync, async]) {
      // Five a second for 5 s; the edges of the window may cost one.
      expect(Math.abs((cell?.bystander?.sent ?? 0) - 25)).toBeLessThanOrEqual(1);
      expect(cell?.warnings.map(({ code }) => code)).not.toContain('dropped-iterations');
    }
    // They are told apart from the load: its own requests are as many as without them.
    expect(sync?.throughputRps).toBeLessThan(1.1 / 0.3);
  });
});

describe('NestJS in several processes', () => {
  it('serves as many blocking handlers at a time as there are processes', async () => {
    const lab = await testLab();
    const { exitCode } = await lab.run([
      ...['run', '--subject', 'nest-cluster', '--endpoint', '/sync', '--vus', '1,10', '--duration', '5s'],
      ...lab.configure({ warmup: '1s', nest: { delay: '200ms' } }),
    ]);
    expect(exitCode).toBe(0);
    const { effectiveConcurrency, metricsScrapes } = cellOf(lab.report(), '/sync', 10);
    expect(effectiveConcurrency?.value).toBeGreaterThan(1.9);
    expect(effectiveConcurrency?.value).toBeLessThan(2.1);
    expect(metricsScrapes.answered).toBe(metricsScrapes.attempted);
    expect(lab.leftovers()).toEqual([]);
  });
});

describe
  .runIf(hasPython)
  .concurrent(hasPython ? 'FastAPI' : 'FastAPI (Python 3.11 with venv is not installed)', () => {
    it('serves 40 plain handlers at a time, and one that blocks inside async def', async () => {
      const lab = await testLab();
      const cells = [
        { endpoint: '/sync', vus: 1 },
        { endpoint: '/sync', vus: 100 },
        { endpoint: '/blocking', vus: 1 },
        { endpoint: '/blocking', vus: 10 },
      ];
      const { exitCode } = await lab.run([
        ...['run', '--subject', 'fastapi', '--duration', '3s', '--warmup', '1s'],
        ...lab.configure({ cells, fastapi: { delay: '500ms' } }),
      ]);
      expect(exitCode).toBe(0);
      const pool = cellOf(lab.report(), '/sync', 100).effectiveConcurrency;
      expect(pool).toMatchObject({ bound: 'estimate' });
      expect(Math.abs((pool?.value ?? 0) - 40)).toBeLessThan(4);
      const blocking = cellOf(lab.report(), '/blocking', 10).effectiveConcurrency;
      expect(Math.abs((blocking?.value ?? 0) - 1)).toBeLessThan(0.15);
      expect(cellOf(lab.report(), '/sync', 100).metricsScrapes).toMatchObject({ attempted: 3, answered: 3 });
      expect(lab.leftovers()).toEqual([]);
    });

    it('serves as many blocking handlers at a time as it has workers, and counts what all of them use', async () => {
      const lab = await testLab();
      const { exitCode } = await lab.run([
        ...['run', '--subject', 'fastapi', '--endpoint', '/blocking', '--vus', '1,10', '--duration', '4s'],
        ...lab.configure({ warmup: '1s', fastapi: { delay: '500ms', workers: 2 } }),
      ]);
      expect(exitCode).toBe(0);
      const cell = cellOf(lab.report(), '/blocking', 10);
      expect(cell.effectiveConcurrency?.value).toBeGreaterThan(1.6);
      expect(cell.effectiveConcurrency?.value).toBeLessThan(2.2);
      // A supervisor and two workers, each with FastAPI in it.
      expect(cell.peakResidentBytes).toBeGreaterThan(100 * 1024 * 1024);
      expect(lab.leftovers()).toEqual([]);
    });
  });
