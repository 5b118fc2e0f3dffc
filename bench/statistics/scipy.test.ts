import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blocksOf } from './blocks.ts';
import { cliffsDelta } from './cliffs-delta.ts';
import { trendPValue } from './drift.ts';
import { mannWhitney } from './mann-whitney.ts';
import { medianInterval } from './median-interval.ts';
import { modifiedZScores } from './outliers.ts';
import { permutationTest } from './permutation-test.ts';
import { ratioInterval } from './ratio-interval.ts';

type Values = readonly number[];
type Ends = readonly [number, number];

/** Made by fixtures/make-fixtures.py, which says how. */
const fixtures: {
  permutation: { by: string; blocks: (readonly [Values, Values])[]; p: number }[];
  mannWhitney: { by: string; base: Values; head: Values; u: number; p: number; delta: number }[];
  medianInterval: { values: Values; confidence: number; ends: Ends | null }[];
  ratioInterval: { paired: boolean; base: Values; head: Values; ends: Ends; low: Ends; high: Ends }[];
  trend: { by: string; values: Values; p: number }[];
  outliers: { values: Values; scores: Values }[];
} = JSON.parse(readFileSync(new URL('fixtures/scipy.json', import.meta.url), 'utf8'));

const sizes = (...samples: Values[]) => samples.map(({ length }) => length).join(' and ');

describe('agreement with SciPy', () => {
  it('covers at least 240 cases', () => {
    expect(Object.values(fixtures).flat().length).toBeGreaterThanOrEqual(240);
  });

  it.each(fixtures.permutation.map((one, index) => ({ ...one, index })))(
    'permutation test $index, by $by',
    ({ blocks, p }) => {
      const result = permutationTest(blocks.map(([base, head]) => ({ base, head })));
      expect(result.exact).toBe(true);
      expect(Math.abs(result.pValue - p)).toBeLessThan(1e-9);
    },
  );

  it.each(fixtures.mannWhitney.map((one) => ({ ...one, n: sizes(one.base, one.head) })))(
    'Mann-Whitney of $n values, by $by',
    ({ by, base, head, u, p, delta }) => {
      const result = mannWhitney(base, head);
      expect(result?.u).toBe(u);
      expect(result?.exact).toBe(by !== 'scipy asymptotic');
      // The asymptotic tail is that of simple-statistics' errorFunction, right to 1.2e-7.
      expect(Math.abs((result?.pValue ?? Number.NaN) - p)).toBeLessThan(result?.exact ? 1e-9 : 1e-6);
      expect(cliffsDelta(base, head)).toBeCloseTo(delta, 12);
    },
  );

  it.each(fixtures.medianInterval.map((one) => ({ ...one, n: one.values.length })))(
    'interval of the median of $n values at $confidence',
    ({ values, confidence, ends }) => {
      const interval = medianInterval(values, confidence);
      expect(interval).toEqual(ends === null ? null : { low: ends[0], high: ends[1] });
    },
  );

  it.each(fixtures.ratioInterval.map((one) => ({ ...one, n: one.base.length })))(
    'bootstrap of the ratio of medians, $n a side, paired: $paired',
    ({ base, head, paired, low, high }) => {
      // SciPy's ends at tails 4 standard errors of 4,000 resamples away.
      const interval = ratioInterval(blocksOf(base, head, paired), 1);
      expect(interval?.low).toBeGreaterThanOrEqual(low[0] - 1e-9);
      expect(interval?.low).toBeLessThanOrEqual(low[1] + 1e-9);
      expect(interval?.high).toBeGreaterThanOrEqual(high[0] - 1e-9);
      expect(interval?.high).toBeLessThanOrEqual(high[1] + 1e-9);
    },
  );

  it.each(fixtures.trend.map((one) => ({ ...one, n: one.values.length })))(
    'trend in $n values, by $by',
    ({ by, values, p }) => {
      const exact = by !== 'scipy asymptotic';
      expect(Math.abs(trendPValue(values) - p)).toBeLessThan(exact ? 1e-9 : 1e-6);
    },
  );

  it.each(fixtures.outliers.map((one) => ({ ...one, n: one.values.length })))(
    'modified Z-scores of $n values',
    ({ values, scores }) => {
      for (const [index, score] of modifiedZScores(values).entries())
        expect(score).toBeCloseTo(scores[index] as number, 8);
    },
  );
});
