import { type LatencySample, quantilePercents } from '@headroom/contract/generator-summary.ts';
import { latencySchema } from '@headroom/contract/records.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { casesOf, leastOf, seed } from '../fixtures/thoroughness.ts';
import { type Draw, drawOf } from '../model/fixtures/draw.ts';
import { seededRandom } from '../random/seeded-random.ts';
import { mergeLatency } from './merge-latency.ts';

const empty = { state: 'empty' } as const;

it('is one of the two when the other is empty', () => {
  const some = sampleOf([1, 2, 3]);
  expect(mergeLatency(some, empty)?.quantiles).toBe(some.quantiles);
  expect(mergeLatency(empty, some)?.quantiles).toBe(some.quantiles);
  expect(mergeLatency(empty, some)?.mean).toBe(2);
  expect(mergeLatency(empty, empty)).toBeNull();
});

it('weighs by count: many fast and a few slow answers', () => {
  const merged = mergeLatency(sampleOf(Array(90).fill(1)), sampleOf(Array(10).fill(9)));
  expect(quantile(merged, 50)).toBe(1);
  expect(quantile(merged, 95)).toBe(9);
});

it('takes one request for one request', () => {
  expect(mergeLatency(sampleOf([4]), sampleOf([4]))).toEqual({
    mean: 4,
    min: 4,
    max: 4,
    quantiles: Array(199).fill(4),
  });
  expect(quantile(mergeLatency(sampleOf([1]), sampleOf([3])), 50)).toBe(2);
  const many = mergeLatency(sampleOf(Array(100_000).fill(1)), sampleOf([50]));
  expect([quantile(many, 99.5), many?.max]).toEqual([1, 50]);
});

it('gives the quantiles of all values together, of up to 101 in each', () => {
  const latencies = fc.array(
    fc.oneof(fc.constantFrom(0, 0.001, 100), fc.double({ min: 0.001, max: 100, noNaN: true })),
    {
      minLength: 1,
      maxLength: 101,
    },
  );
  fc.assert(
    fc.property(latencies, latencies, (one, other) => {
      const [all, merged] = [sampleOf([...one, ...other]), mergeLatency(sampleOf(one), sampleOf(other))];
      expect(merged?.mean).toBeCloseTo(all.mean, 9);
      expect([merged?.min, merged?.max]).toEqual([all.min, all.max]);
      expect(() => latencySchema.parse(merged)).not.toThrow();
      for (const percent of quantilePercents) {
        expect(quantile(merged, percent)).toBeCloseTo(quantile(all, percent), 6);
      }
    }),
  );
});

it('is off by no more than one rank, and half a percent of those of each', () => {
  const size = fc.integer({ min: 1, max: 3000 });
  fc.assert(
    fc.property(size, size, fc.constantFrom(...heavyTails), fc.integer(), (one, other, tail, drawn) => {
      const draw = tail(seededRandom(drawn));
      const [these, those] = [valuesOf(draw, one), valuesOf(draw, other)];
      const merged = mergeLatency(sampleOf(these), sampleOf(those));
      const sorted = [...these, ...those].sort((a, b) => a - b);
      const slack = 1 + sorted.length / 200;
      for (const percent of quantilePercents) {
        const rank = (percent / 100) * (sorted.length - 1);
        expect(quantile(merged, percent)).toBeGreaterThanOrEqual(
          (sorted[Math.max(0, Math.floor(rank - slack))] as number) * (1 - 1e-9),
        );
        expect(quantile(merged, percent)).toBeLessThanOrEqual(
          (sorted[Math.min(sorted.length - 1, Math.ceil(rank + slack))] as number) * (1 + 1e-9),
        );
      }
    }),
    { numRuns: 40 },
  );
});

// Between p99 and p99.5 of a thousand requests lie five, of which nothing is known but where they begin and end.
it.each([
  [50, 1],
  [95, 0.97],
  [99, 0.68],
])('reads p%d without bias, however heavy the tail, and mostly within 2 per cent', (percent, least) => {
  const random = seededRandom(seed);
  const cases = casesOf(1500);
  const errors = Array.from({ length: cases }, (_, i) => {
    const draw = (heavyTails[i % heavyTails.length] as (typeof heavyTails)[number])(random);
    const size = () => Math.round(2 * 1000 ** random());
    // As many as it takes to show that quantile.
    const these = valuesOf(draw, Math.max(size(), Math.ceil(5 / (1 - percent / 100))));
    const slower = 1 + 2 * random();
    const those = valuesOf(draw, i % 10 === 0 ? 1 : size()).map((latency) => slower * latency);
    const truth = quantile(sampleOf([...these, ...those]), percent);
    return quantile(mergeLatency(sampleOf(these), sampleOf(those)), percent) / truth - 1;
  });
  const close = errors.filter((error) => Math.abs(error) <= 0.02).length / cases;
  expect(close).toBeGreaterThanOrEqual(leastOf(least, cases));
  expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / cases)).toBeLessThan(0.01);
});

const pareto = (shape: number) => (random: () => number) => () => (1 - random()) ** (-1 / shape);
const lognormal = (coefficientOfVariation: number) => (random: () => number) =>
  drawOf({ kind: 'lognormal', coefficientOfVariation }, 1, random);
const heavyTails = [lognormal(0.5), lognormal(1.3), pareto(1.5), pareto(2), pareto(3)];

const valuesOf = (draw: Draw, length: number) => Array.from({ length }, draw);

function quantile(latency: { readonly quantiles: readonly number[] } | null, percent: number): number {
  return latency?.quantiles[quantilePercents.indexOf(percent)] ?? Number.NaN;
}

/** As k6 sums it up: its quantiles are linear between order statistics. */
function sampleOf(values: readonly number[]): Extract<LatencySample, { state: 'some' }> {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = sorted[Math.floor(place)] as number;
    return below + (place % 1) * ((sorted[Math.ceil(place)] as number) - below);
  };
  return {
    state: 'some',
    count: values.length,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    min: at(0),
    max: at(1),
    quantiles: quantilePercents.map((percent) => at(percent / 100)),
  };
}
