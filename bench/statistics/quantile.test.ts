import { describe, expect, it } from 'vitest';
import { quantileOf } from './quantile.ts';

describe('quantileOf', () => {
  it('is linear between the closest ranks', () => {
    // numpy.quantile([1, 2, 4, 8], [0, 0.25, 0.5, 0.9, 1])
    const sorted = [1, 2, 4, 8];
    expect([0, 0.25, 0.5, 0.9, 1].map((q) => quantileOf(sorted, q))).toEqual([
      1, 1.75, 3, 6.800000000000001, 8,
    ]);
    expect(quantileOf([5], 0.3)).toBe(5);
  });
});
