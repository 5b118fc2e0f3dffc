import { describe, expect, it } from 'vitest';
import { cellOf, testLab } from '../support/lab.ts';

// Both mostly wait: side by side.
describe.concurrent('the closed model', () => {
  it('gives the same cell after a blocked one as alone', async () => {
    const flags = ['--duration', '5s', '--warmup', '3s'];
    const after = await testLab();
    const cells = [
      { endpoint: '/sync', vus: 100 },
      { endpoint: '/async', vus: 1 },
    ];
    expect(
      (await after.run(['run', ...flags, ...after.configure({ cells, order: 'listed', baselines: false })]))
        .exitCode,
    ).toBe(0);
    const names = after.records().map(({ trial }) => trial.trialId);
    expect(names.slice(-2)).toEqual(['nest-sync-100vu-r1', 'nest-async-1vu-r1']);

    const alone = await testLab();
    expect((await alone.run(['run', ...flags, '--endpoint', '/async', '--vus', '1'])).exitCode).toBe(0);
    const difference =
      cellOf(after.report(), '/async', 1).requests - cellOf(alone.report(), '/async', 1).requests;
    expect(Math.abs(difference)).toBeLessThanOrEqual(1);
  });

  it('explains by the spawn rate the 70 requests per second of the article', async () => {
    const lab = await testLab();
    const flags = [
      '--endpoint',
      '/async',
      '--vus',
      '100',
      '--duration',
      '30s',
      '--warmup',
      '0s',
      '--spawn-rate',
      '10',
    ];
    expect((await lab.run(['run', ...flags, ...lab.configure({ baselines: false })])).exitCode).toBe(0);
    const cell = cellOf(lab.report(), '/async', 100);
    expect(cell.idealThroughputRps).toBeGreaterThan(70.5);
    expect(cell.idealThroughputRps).toBeLessThan(72);
    expect(cell.throughputRps / (cell.idealThroughputRps ?? 0)).toBeGreaterThan(0.97);
    expect(cell.throughputRps / (cell.idealThroughputRps ?? 0)).toBeLessThan(1.03);
  });
});
