import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockSizes, blocksOf } from './blocks.ts';
import { leastPValue, repeatsToReach } from './least-p-value.ts';
import { permutationTest } from './permutation-test.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('blocksOf', () => {
  it('takes two rounds at a time, and three at the end of an odd number', () => {
    expect(blocksOf([1, 2, 3, 4, 5], [6, 7, 8, 9, 10], true)).toEqual([
      { base: [1, 2], head: [6, 7] },
      { base: [3, 4, 5], head: [8, 9, 10] },
    ]);
    expect(blocksOf([1], [2], true)).toEqual([{ base: [1], head: [2] }]);
  });

  it('leaves runs apart, and sides that do not match, as one block', () => {
    expect(blocksOf([1, 2], [3, 4], false)).toEqual([{ base: [1, 2], head: [3, 4] }]);
    expect(blocksOf([1, 2, 3], [3, 4], true)).toEqual([{ base: [1, 2, 3], head: [3, 4] }]);
  });

  it('uses every round once', () => {
    for (const rounds of upTo(30)) expect(blockSizes(rounds).reduce((a, b) => a + b)).toBe(rounds);
  });
});

describe('the smallest p-value that there can be', () => {
  it('is the one of samples that do not overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.boolean(), (repeats, paired) => {
        const blocks = blocksOf(
          upTo(repeats),
          upTo(repeats).map((i) => 1e6 + i ** 2),
          paired,
        );
        expect(leastPValue(blocks)).toBeCloseTo(permutationTest(blocks).pValue, 12);
      }),
    );
  });

  it('is one arrangement only where the sides differ in size', () => {
    const blocks = [{ base: [1, 1.1], head: [50] }];
    expect(leastPValue(blocks)).toBe(1 / 3);
    expect(permutationTest(blocks).pValue).toBeCloseTo(1 / 3, 12);
  });

  it('says how many repeats reach a level', () => {
    // 2 / C(8, 4) = 0.029 and 2 / C(6, 3) = 0.1; in turns 2 / (6 * 20) = 0.017 and 2 / (6 * 6) = 0.056.
    expect(repeatsToReach(0.05, false)).toBe(4);
    expect(repeatsToReach(0.05, true)).toBe(5);
    // Of eight cells: 2 / C(12, 6) = 0.002; in turns 2 / (6 * 6 * 20) = 0.0028 and 2 / 6^3 = 0.009.
    expect(repeatsToReach(0.05 / 8, false)).toBe(6);
    expect(repeatsToReach(0.05 / 8, true)).toBe(7);
    expect(repeatsToReach(2 / 70, false)).toBe(4);
  });

  it('is zero rather than a mistake where the arrangements are beyond the range of numbers', () => {
    expect(leastPValue([{ base: upTo(2_000), head: upTo(2_000) }])).toBe(0);
  });
});
