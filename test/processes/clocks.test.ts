import { afterEach, expect, it } from 'vitest';
import { cellOf, fixture, type TestLab, testLab } from '../support/lab.ts';

const flags = ['run', '--endpoint', '/noop/async', '--vus', '1', '--duration', '3s', '--warmup', '0s'];

let lab: TestLab;
afterEach(() => {
  expect(lab.leftovers()).toEqual([]);
});

it.each([3600, -3600])(
  'a k6 whose clock is %d s ahead loses what was seen from inside with a mark',
  async (ahead) => {
    lab = await testLab();
    const { exitCode, stderr } = await lab.run(flags, {
      HEADROOM_K6: fixture('k6-of-another-clock'),
      REAL_K6: process.env.HEADROOM_K6 ?? '',
      CLOCK_AHEAD: String(ahead),
    });
    expect(exitCode, stderr).toBe(0);
    const cell = cellOf(lab.report(), '/noop/async', 1);
    expect(cell).toMatchObject({
      failedRequests: 0,
      subjectCpuSecondsPerRequest: null,
      generatorCpuShare: null,
      metricsScrapes: { attempted: 0 },
    });
    expect(cell.throughputRps).toBeGreaterThan(0);
    const mark = cell.warnings.find(({ code }) => code === 'clock');
    expect(mark?.message).toMatch(ahead > 0 ? /3[56]\d\d\.\d s ahead of/ : /3[56]\d\d\.\d s behind/);
    const [record] = lab.records();
    expect(record?.state === 'measured' && record.series.length).toBeGreaterThan(0);
  },
);

it('a k6 that goes by this machine’s clock has no such mark', async () => {
  lab = await testLab();
  const { exitCode, stderr } = await lab.run(flags);
  expect(exitCode, stderr).toBe(0);
  const cell = cellOf(lab.report(), '/noop/async', 1);
  expect(cell.warnings.map(({ code }) => code)).not.toContain('clock');
  expect(cell.metricsScrapes.attempted).toBeGreaterThan(0);
});
