import type { MeasuredRecord } from '@headroom/contract/records.ts';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/seeded-random.ts';
import { latencyBetween, recordOf, trialOf } from './fixtures/records.ts';
import { growing, growthInWords } from './growing.ts';
import { measuredCells } from './measured-cells.ts';
import { levelOf } from './scaling.ts';

/** Places in each second of a window of four, with a second of warm-up. */
function level(
  vus: number,
  places: readonly number[],
  figures: Partial<MeasuredRecord> = {},
): MeasuredRecord {
  const random = seededRandom(vus);
  const served = places.map((count) => Math.round(count * 10 + random()));
  const requests = served.reduce((sum, count) => sum + count, 0);
  const latencies = places.map((count) => (0.1 * Math.max(count, vus)) / count);
  return recordOf(
    { ...trialOf('/async', vus), warmupSeconds: 1, durationSeconds: places.length },
    {
      requests,
      latency: latencyBetween(Math.min(...latencies), Math.max(...latencies) + 0.001),
      series: [
        { atSeconds: 1, answered: 3, medianLatencySeconds: 0.1 },
        ...served.map((answered, second) => ({
          atSeconds: second + 2,
          answered,
          medianLatencySeconds: latencies[second] ?? 0,
        })),
      ],
      subject: { ...recordOf(trialOf('/async', vus), {}).subject, cpuSeconds: 0.001 * requests },
      ...figures,
    },
  );
}

const steady = (vus: number, places: number) => level(vus, [places, places, places, places]);
const alone = steady(1, 1);

describe('throughput that still rises inside its window', () => {
  it('is told of the levels at which a pool grew, and of no others', () => {
    const records = [alone, steady(4, 4), level(8, [5, 6, 7, 8]), level(16, [9, 10, 11, 12]), steady(32, 13)];
    const grew = growing(records);
    expect([...grew.keys()]).toEqual(['nest-async-8vu-r1', 'nest-async-16vu-r1']);
    const growth = grew.get('nest-async-8vu-r1');
    expect(growth?.fromRps).toBeCloseTo(50, -1);
    expect(growth?.toRps).toBeCloseTo(80, -1);
    expect(growth && growthInWords(growth)).toMatch(
      /^Throughput still rose inside this window, about from \d/,
    );
  });

  it('is none of a pool of fixed size, of a lock whose queue grows, or of a lone user who gets warm', () => {
    expect(growing([alone, steady(8, 4), steady(16, 4), steady(32, 4)]).size).toBe(0);
    expect(growing([alone, level(8, [8, 7, 6, 5]), level(16, [8, 7, 5, 4])]).size).toBe(0);
    expect(growing([level(1, [0.3, 0.5, 0.8, 1]), steady(8, 8)]).size).toBe(0);
  });

  it('is not told where requests compute, which get faster as code and clocks do, nor without a lone user', () => {
    const grown = [level(8, [5, 6, 7, 8]), level(16, [9, 10, 11, 12])];
    expect(growing([alone, ...grown]).size).toBe(2);
    const computing = grown.map((one) => ({
      ...one,
      subject: { ...one.subject, cpuSeconds: 0.09 * one.requests },
    }));
    expect(growing([alone, ...computing]).size).toBe(0);
    expect(growing([alone, ...grown], () => true).size).toBe(0);
    expect(growing(grown).size).toBe(0);
  });

  it('is no matter without a series, in two seconds, or where a second has no answer', () => {
    const grown = [5, 6, 7, 8];
    expect(growing([alone, level(8, grown, { series: [] })]).size).toBe(0);
    expect(growing([alone, level(8, [5, 8])]).size).toBe(0);
    const { series } = level(8, grown);
    const silent = series.map((second, index) =>
      index === 2 ? { ...second, answered: 0, medianLatencySeconds: null } : second,
    );
    expect(growing([alone, level(8, grown, { series: silent })]).size).toBe(0);
  });

  it('keeps its level out of what is said of several at once', () => {
    const records = [alone, level(8, [5, 6, 7, 8]), level(16, [9, 10, 11, 12])];
    const trials = records.map(({ trial }) => trial);
    const [, eight] = measuredCells(records, trials, 1).map(({ cell }) => cell);
    expect(eight?.warnings.map(({ code }) => code)).toContain('growing');
    expect(eight && levelOf(eight).unfitFor).toBe('growing');
  });
});
