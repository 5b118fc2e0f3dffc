import { describe, expect, it } from 'vitest';
import { blocksOf } from './blocks.ts';
import { drawPair, drawsOf } from './fixtures/draw-samples.ts';
import { permutationTest } from './permutation-test.ts';

const pairOf = (repeats: number, paired: boolean, ratio = 1.02) => {
  const { base, head } = drawPair(drawsOf(7), { repeats, paired, noise: 0.05, ratio });
  return blocksOf(base, head, paired);
};

describe('permutationTest', () => {
  it('is exact up to 18 values a side and 25 rounds in turns, and samples beyond', () => {
    expect(permutationTest(pairOf(18, false)).exact).toBe(true);
    expect(permutationTest(pairOf(19, false)).exact).toBe(false);
    expect(permutationTest(pairOf(25, true)).exact).toBe(true);
    expect(permutationTest(pairOf(26, true)).exact).toBe(false);
  });

  it('counts what sampling estimates', () => {
    const { base, head } = drawPair(drawsOf(7), { repeats: 18, paired: false, noise: 0.05, ratio: 1.02 });
    const exact = permutationTest([{ base, head }]);
    // A block of equal values changes nothing but the number of arrangements.
    const same = new Array<number>(30).fill(1);
    const sampled = permutationTest([
      { base, head },
      { base: same, head: same },
    ]);
    expect(sampled.exact).toBe(false);
    const error = Math.sqrt((exact.pValue * (1 - exact.pValue)) / 99_999);
    expect(Math.abs(sampled.pValue - exact.pValue)).toBeLessThan(5 * error);
    expect(sampled).toEqual(
      permutationTest([
        { base, head },
        { base: same, head: same },
      ]),
    );
  });

  it('never claims a p-value of zero from a sample', () => {
    const apart = { base: Array.from({ length: 40 }, () => 1), head: Array.from({ length: 40 }, () => 2) };
    expect(permutationTest([apart])).toMatchObject({ pValue: 1e-5, exact: false });
  });

  it('holds sums for equal that differ by rounding only', () => {
    // 2 * 6 = 3 * 4, so the logarithms of both sides have the same total.
    const scaled = (factor: number) =>
      permutationTest([{ base: [2 * factor, 6 * factor], head: [3 * factor, 4 * factor] }]).pValue;
    for (const factor of [1, 0.1, 1e-9, 1e12, Math.PI]) expect(scaled(factor)).toBe(1);
  });

  it('is not misled by what drifts from block to block', () => {
    const drift = [1, 1.3, 1.7, 2.2, 2.9, 3.7, 4.8, 6.3];
    const base = drift.map((level, round) => level * (round % 2 === 0 ? 1 : 1.3));
    const head = base.map((value, round) => value * (1.1 + 0.01 * (round % 3)));
    const apart = permutationTest(blocksOf(base, head, false));
    const inTurns = permutationTest(blocksOf(base, head, true));
    expect(apart.pValue).toBeGreaterThan(0.5);
    expect(inTurns.pValue).toBeLessThan(apart.pValue);
  });

  it('finds nothing where all are equal, one value a side, or nothing is there', () => {
    expect(permutationTest([{ base: [0, 0, 0], head: [0, 0, 0] }]).pValue).toBe(1);
    expect(permutationTest([{ base: [0.1, 0.1, 0.1], head: [0.1, 0.1] }]).pValue).toBe(1);
    expect(permutationTest([{ base: [1], head: [2] }]).pValue).toBe(1);
    expect(permutationTest([{ base: [], head: [] }]).pValue).toBe(1);
    expect(permutationTest([{ base: [], head: [3, 4] }]).pValue).toBe(1);
  });
});
