import { describe, expect, it } from 'vitest';
import { medianInterval, repeatsForInterval } from './median-interval.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('medianInterval', () => {
  it('takes the ranks of the sign test', () => {
    // Tables of the sign test: n = 6 gives the extremes, n = 21 the 6th and the 16th value, n = 10 the 2nd and 9th.
    expect(medianInterval(upTo(6))).toEqual({ low: 1, high: 6 });
    expect(medianInterval(upTo(10))).toEqual({ low: 2, high: 9 });
    expect(medianInterval(upTo(21))).toEqual({ low: 6, high: 16 });
  });

  it('gives none where even the extremes are not sure enough', () => {
    expect(medianInterval(upTo(5))).toBeNull();
    expect(medianInterval([])).toBeNull();
    expect(medianInterval(upTo(7), 0.99)).toBeNull();
    expect(medianInterval(upTo(8), 0.99)).toEqual({ low: 1, high: 8 });
  });

  it('holds for samples whose binomials are beyond the range of numbers', () => {
    const { low, high } = medianInterval(upTo(100_000)) ?? { low: 0, high: 0 };
    // Half of n, less and more 1.96 times half of its root.
    expect(low).toBeCloseTo(50_000 - 1.96 * 158.1, -1);
    expect(low + high).toBe(100_001);
  });

  it('knows how many values it takes', () => {
    for (const confidence of [0.5, 0.9, 0.9375, 0.95, 0.99, 0.999]) {
      const needed = repeatsForInterval(confidence);
      expect(medianInterval(upTo(needed), confidence)).not.toBeNull();
      expect(medianInterval(upTo(needed - 1), confidence)).toBeNull();
    }
    expect(repeatsForInterval()).toBe(6);
  });
});
