import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawsOf } from './fixtures/draw-samples.ts';
import { mserTruncation, steadiness } from './steady-state.ts';

const noisy = (count: number, level: (index: number) => number, noise = 0.03, seed = 1) => {
  const draws = drawsOf(seed);
  return Array.from({ length: count }, (_, index) => level(index) * (1 + noise * draws.normal()));
};

describe('mserTruncation', () => {
  it('leaves out a start, whatever the noise after it', () => {
    const series = noisy(40, (index) => (index < 6 ? 50 + 8 * index : 100));
    expect(mserTruncation(series)).toBeGreaterThanOrEqual(5);
    expect(mserTruncation(series)).toBeLessThanOrEqual(7);
  });

  it('minimises the standard error as White defines it', () => {
    const marginal = (series: readonly number[], from: number) => {
      const rest = series.slice(from);
      const mean = rest.reduce((sum, value) => sum + value, 0) / rest.length;
      return rest.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rest.length ** 2;
    };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 20, maxLength: 60 }), (series) => {
        const truncation = mserTruncation(series) as number;
        for (let from = 0; 2 * from <= series.length; from++)
          expect(marginal(series, truncation)).toBeLessThanOrEqual(marginal(series, from) + 1e-9);
      }),
    );
  });

  it('leaves out nothing of a constant, and does not judge fewer than 20', () => {
    expect(mserTruncation(new Array(30).fill(0.1))).toBe(0);
    expect(mserTruncation(new Array(19).fill(1))).toBeNull();
  });
});

describe('steadiness', () => {
  it('knows steady windows', () => {
    expect(steadiness(noisy(30, () => 100))).toBe('steady');
    expect(steadiness(new Array(30).fill(1))).toBe('steady');
    expect(steadiness(new Array(30).fill(0))).toBe('steady');
    // One user at 1.15 s a cycle: every eighth second without an answer.
    expect(steadiness(Array.from({ length: 30 }, (_, second) => (second % 8 === 7 ? 0 : 1)))).toBe('steady');
    expect(steadiness(noisy(30, (second) => Math.min(1, (second + 1) / 5)))).toBe('steady');
  });

  it('knows ramps, steps and trends', () => {
    expect(steadiness(noisy(30, (second) => Math.min(1, second / 15)))).toBe('unsteady');
    expect(steadiness(noisy(30, (second) => (second < 12 ? 90 : 100)))).toBe('unsteady');
    expect(steadiness(noisy(30, (second) => 100 + second))).toBe('unsteady');
    expect(steadiness(noisy(300, (second) => 100 + 20 * Math.min(1, second / 150)))).toBe('unsteady');
  });

  it('finds a trend that MSER alone mostly takes for noise', () => {
    const found = Array.from({ length: 200 }, (_, seed) =>
      noisy(30, (second) => 100 + second / 1.5, 0.05, seed),
    ).filter((series) => steadiness(series) === 'unsteady');
    expect(found.length).toBeGreaterThan(160);
  });

  it('does not assess what is too short for 20 batches', () => {
    expect(steadiness(noisy(19, () => 100))).toBe('not-assessed');
    expect(
      steadiness(
        noisy(60, () => 100),
        4,
      ),
    ).toBe('not-assessed');
    expect(steadiness([])).toBe('not-assessed');
  });

  it('does not depend on the unit', () => {
    const series = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 20, maxLength: 120 });
    fc.assert(
      fc.property(series, fc.constantFrom(1e-9, 0.25, 3, 1e12), (counts, factor) => {
        expect(steadiness(counts.map((count) => count * factor))).toBe(steadiness(counts));
      }),
    );
  });
});
