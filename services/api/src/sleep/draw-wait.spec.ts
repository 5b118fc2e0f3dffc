import { describe, expect, it } from 'vitest';
import { drawWait } from './draw-wait.ts';

/** Mulberry32: the same numbers from 0 to below 1 for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function draws(mean: number, sigma: number): { mean: number; median: number; longest: number } {
  const random = seeded(1);
  const waits = new Float64Array(200_001).map(() => drawWait(mean, sigma, random)).sort();
  return {
    mean: waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
    median: waits[100_000] ?? Number.NaN,
    longest: waits.at(-1) ?? Number.NaN,
  };
}

describe('drawWait', () => {
  it.each([
    [1, 0.5],
    [0.02, 1],
    [2, 1],
  ])('has the mean %d and the median of a lognormal with the sigma %d', (mean, sigma) => {
    const drawn = draws(mean, sigma);
    expect(drawn.mean / mean).toBeCloseTo(1, 1.5);
    expect(drawn.median / (mean * Math.exp(-(sigma ** 2) / 2))).toBeCloseTo(1, 1.5);
  });

  it('is exactly the delay at a sigma of 0', () => {
    expect(drawWait(0.7, 0)).toBe(0.7);
  });

  it('never waits on a delay of 0', () => {
    expect(draws(0, 3).longest).toBe(0);
  });

  it('is cut at 60 s', () => {
    expect(draws(30, 3).longest).toBe(60);
    expect(draws(1, 3).mean).toBeCloseTo(0.57, 1.5);
  });
});
