import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shuffle } from '../random/seeded-random.ts';
import { compareFamily, type SampleComparison } from './compare-samples.ts';
import { productOfMediansInterval, ratioInterval } from './ratio-interval.ts';

const only = (base: readonly number[], head: readonly number[], paired: boolean): SampleComparison =>
  compareFamily([{ base, head, paired }], 1)[0] as SampleComparison;
const around = (middle: number, count = 10) =>
  Array.from({ length: count }, (_, i) => middle * (1 + 0.01 * ((i * 7) % count)));

// Two-digit values, so that ties are frequent; some of them zero.
const value = fc.integer({ min: 0, max: 99 }).map((tenths) => tenths / 10);
const side = (least: number) => fc.array(value, { minLength: least, maxLength: 9 });
const rounds = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 9 });
const pair = fc.oneof(
  fc.record({ base: side(1), head: side(1), paired: fc.constant(false) }),
  rounds.map((each) => ({ base: each.map(([b]) => b), head: each.map(([, h]) => h), paired: true })),
);
const closeTo = (actual: number | null, expected: number | null) =>
  expected === null || actual === null
    ? expect(actual).toBe(expected)
    : expect(Math.abs(actual - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));

describe('compareFamily', () => {
  it('finds what is there, with its direction', () => {
    const higher = only(around(1), around(1.3), false);
    expect(higher).toMatchObject({ change: 'higher', test: 'permutation', exact: true, cliffsDelta: 1 });
    expect(higher.ratio).toBeCloseTo(1.3, 6);
    expect(higher.ratioInterval?.low).toBeGreaterThan(1.2);
    expect(higher.mannWhitneyPValue).toBeLessThan(0.001);
    expect(only(around(1), around(0.7), true)).toMatchObject({
      change: 'lower',
      test: 'block-permutation',
      mannWhitneyPValue: null,
    });
    expect(only(around(1), around(1), false).change).toBe('none-detected');
  });

  it('says how many repeats it takes where so few can show nothing', () => {
    expect(only([1, 1.01, 1.02], [9, 9.1, 9.2], false)).toMatchObject({
      change: 'cannot-tell',
      repeatsNeeded: 4,
      ratioInterval: null,
    });
    expect(only([1, 1.01, 1.02, 1.03], [9, 9.1, 9.2, 9.3], true)).toMatchObject({
      change: 'cannot-tell',
      repeatsNeeded: 5,
    });
    // Enough for one cell, too few for the strictest step of eight.
    const five = { base: around(1, 5), head: around(1, 5), paired: false };
    const family = compareFamily(new Array(8).fill(five), 1);
    expect(family.every(({ change, repeatsNeeded }) => change === 'cannot-tell' && repeatsNeeded === 6)).toBe(
      true,
    );
  });

  it('still tells what a later step of the family lets through', () => {
    const clear = { base: around(1), head: around(2), paired: false };
    const few = { base: [1, 1.01, 1.02, 1.03], head: [2, 2.01, 2.02, 2.03], paired: false };
    const [, second] = compareFamily([clear, few], 1);
    expect(second).toMatchObject({ change: 'higher', repeatsNeeded: null });
  });

  it('leaves a pair with an empty side out of the family', () => {
    const clear = { base: [1, 1.01, 1.02, 1.03], head: [2, 2.01, 2.02, 2.03], paired: false };
    const empty = { base: [], head: [1, 2], paired: false };
    const [untold, told] = compareFamily([empty, clear, empty], 1);
    expect(untold).toMatchObject({
      change: 'cannot-tell',
      pValue: null,
      ratio: null,
      test: null,
      repeatsNeeded: 4,
    });
    expect(told?.adjustedPValue).toBe(told?.pValue);
    expect(told?.change).toBe('higher');
    expect(compareFamily([], 1)).toEqual([]);
  });

  it('survives zeros, which leave no ratio', () => {
    const zeros = only(new Array(8).fill(0), around(1, 8), false);
    expect(zeros).toMatchObject({ ratio: null, ratioInterval: null, change: 'higher' });
    expect(only(new Array(8).fill(0), new Array(8).fill(0), false)).toMatchObject({ ratio: null, pValue: 1 });
    // One of ten is hardly ever the middle of a resample.
    expect(only([0, ...around(1, 9)], around(1), false).ratioInterval).not.toBeNull();
  });

  it('finds nothing between a sample and a copy of it', () => {
    fc.assert(
      fc.property(side(1), fc.boolean(), (sample, paired) => {
        const same = only(sample, [...sample], paired);
        expect(same.pValue).toBe(1);
        expect(['none-detected', 'cannot-tell']).toContain(same.change);
      }),
    );
  });

  it('does not depend on the order within a side of runs apart', () => {
    fc.assert(
      fc.property(
        side(1),
        side(1),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (base, head, random) => {
          const next = () => random.next().value;
          expect(only(shuffle(base, next), shuffle(head, next), false)).toEqual(only(base, head, false));
        },
      ),
    );
  });

  it('does not depend on the unit', () => {
    fc.assert(
      fc.property(
        fc.array(pair, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(1e-9, 0.3, 7, 1e12),
        (pairs, factor) => {
          const times = (values: readonly number[]) => values.map((one) => one * factor);
          const scaled = compareFamily(
            pairs.map(({ base, head, paired }) => ({ base: times(base), head: times(head), paired })),
            1,
          );
          for (const [index, plain] of compareFamily(pairs, 1).entries()) {
            const other = scaled[index] as SampleComparison;
            expect(other.change).toBe(plain.change);
            closeTo(other.pValue, plain.pValue);
            closeTo(other.ratio, plain.ratio);
            closeTo(other.ratioInterval?.low ?? null, plain.ratioInterval?.low ?? null);
            closeTo(other.ratioInterval?.high ?? null, plain.ratioInterval?.high ?? null);
          }
        },
      ),
    );
  });

  it('turns round when the sides are swapped', () => {
    const opposite = {
      higher: 'lower',
      lower: 'higher',
      'none-detected': 'none-detected',
      'cannot-tell': 'cannot-tell',
    };
    fc.assert(
      fc.property(pair, ({ base, head, paired }) => {
        const [plain, swapped] = [only(base, head, paired), only(head, base, paired)];
        closeTo(swapped.pValue, plain.pValue);
        closeTo(swapped.mannWhitneyPValue, plain.mannWhitneyPValue);
        closeTo(swapped.cliffsDelta, plain.cliffsDelta === null ? null : -plain.cliffsDelta);
        if (plain.ratio !== null && swapped.ratio !== null) closeTo(swapped.ratio * plain.ratio, 1);
        expect(swapped.change).toBe(opposite[plain.change]);
      }),
    );
  });
});

describe('intervals by resampling', () => {
  it('are the same for the same seed', () => {
    const blocks = [{ base: around(1), head: around(1.2) }];
    expect(ratioInterval(blocks, 5)).toEqual(ratioInterval(blocks, 5));
  });

  it('need six values a side at 95 %', () => {
    expect(ratioInterval([{ base: around(1, 5), head: around(1) }], 1)).toBeNull();
    expect(ratioInterval([{ base: around(1, 6), head: around(1, 6) }], 1)).not.toBeNull();
    expect(productOfMediansInterval(around(1, 5), around(1), 1)).toBeNull();
  });

  it('hold the product of two medians', () => {
    const { low, high } = productOfMediansInterval(around(40, 20), around(0.5, 20), 1) ?? { low: 0, high: 0 };
    expect(low).toBeLessThan(23.98);
    expect(high).toBeGreaterThan(23.98);
    expect(low).toBeGreaterThanOrEqual(20);
    expect(high).toBeLessThanOrEqual(20 * 1.19 ** 2);
  });

  it('are narrow in turns where both sides drift alike', () => {
    const drift = Array.from({ length: 12 }, (_, round) => 1 + 0.1 * round);
    const head = drift.map((level, round) => 1.1 * level * (1 + 0.002 * (round % 3)));
    const width = (blocks: Parameters<typeof ratioInterval>[0]) => {
      const { low, high } = ratioInterval(blocks, 1) ?? { low: 0, high: 0 };
      return high - low;
    };
    const turns = [0, 4, 8].map((from) => ({
      base: drift.slice(from, from + 4),
      head: head.slice(from, from + 4),
    }));
    expect(width(turns)).toBeLessThan(width([{ base: drift, head }]) / 10);
  });
});
