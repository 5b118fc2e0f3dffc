import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBimodal } from './bimodality.ts';
import { hasDrift } from './drift.ts';
import { drawsOf } from './fixtures/draw-samples.ts';
import { outlierIndices } from './outliers.ts';

const clean = [10.1, 9.9, 10, 10.2, 9.8, 10.05, 9.95, 10.1, 9.9, 10];
const values = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 6, maxLength: 30 });
const scale = fc.constantFrom(1e-9, 0.25, 3, 1e12);

describe('outlierIndices', () => {
  it('names the place of a value far from the others, and none of clean ones', () => {
    expect(outlierIndices(clean)).toEqual([]);
    expect(outlierIndices([...clean.slice(0, 3), 14, ...clean.slice(3)])).toEqual([3]);
    expect(outlierIndices([6, ...clean, 15])).toEqual([0, 11]);
  });

  it('finds the odd one among equal ones, where the MAD is zero', () => {
    expect(outlierIndices([5, 5, 5, 5, 5, 5, 5, 5, 9, 5])).toEqual([8]);
    // n / 1.2533 against 3.5 + 12 / n: one of six is not yet odd enough, one of seven is.
    expect(outlierIndices([5, 5, 5, 5, 5, 9])).toEqual([]);
    expect(outlierIndices([5, 5, 5, 5, 5, 5, 9])).toEqual([6]);
    expect(outlierIndices([5, 5, 5, 5, 5, 5])).toEqual([]);
  });

  it('does not judge four values or fewer', () => {
    expect(outlierIndices([1, 1, 1, 100])).toEqual([]);
    expect(outlierIndices([])).toEqual([]);
  });
});

describe('isBimodal', () => {
  it('tells two groups from one', () => {
    expect(isBimodal([1, 1.01, 0.99, 1.2, 1.21, 1.19, 1.005, 1.205])).toBe(true);
    expect(isBimodal(clean)).toBe(false);
  });

  it('goes by factors where it can', () => {
    const small = [0.5, 1, 2, 0.7, 1.4];
    expect(isBimodal([...small, ...small.map((value) => 1000 * value)])).toBe(true);
    expect(isBimodal([0, ...small, ...small.map((value) => 1000 * value)])).toBe(false);
  });

  it('takes no outlier for a group', () => {
    expect(isBimodal([...clean, 20])).toBe(false);
  });

  it('sees nothing in equal values, rounded ones, or too few', () => {
    expect(isBimodal(new Array(10).fill(0.1))).toBe(false);
    expect(isBimodal([0.3, 0.1 + 0.2, 0.3, 0.1 + 0.2, 0.3, 0.1 + 0.2, 0.3, 0.1 + 0.2])).toBe(false);
    expect(isBimodal([1, 1, 2, 2, 2])).toBe(false);
  });
});

describe('hasDrift', () => {
  it('sees a rise or fall throughout, and none in noise', () => {
    expect(hasDrift([1, 2, 3, 4, 5, 6])).toBe(true);
    expect(hasDrift([60, 50, 41, 42, 30, 20, 10, 5])).toBe(true);
    expect(hasDrift(clean)).toBe(false);
    expect(hasDrift([3, 3, 3, 3, 3, 3])).toBe(false);
  });

  it('is not assessed where it could not be shown', () => {
    expect(hasDrift([1, 2, 3, 4, 5])).toBeNull();
  });

  it('holds for long series', () => {
    const draws = drawsOf(3);
    const noise = Array.from({ length: 200 }, () => draws.normal());
    expect(hasDrift(noise)).toBe(false);
    expect(hasDrift(noise.map((value, index) => value + index / 50))).toBe(true);
  });

  it('does not depend on direction', () => {
    fc.assert(
      fc.property(values, (series) => {
        expect(hasDrift(series.toReversed())).toBe(hasDrift(series));
      }),
    );
  });
});

it('is all the same in other units', () => {
  fc.assert(
    fc.property(values, scale, (sample, factor) => {
      const scaled = sample.map((value) => value * factor);
      expect(isBimodal(scaled)).toBe(isBimodal(sample));
      expect(hasDrift(scaled)).toBe(hasDrift(sample));
      expect(outlierIndices(scaled)).toEqual(outlierIndices(sample));
    }),
  );
});
