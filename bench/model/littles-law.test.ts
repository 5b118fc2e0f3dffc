import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { impliedLatency, isCensored, littleResidual } from './littles-law.ts';

describe('the closed-loop law', () => {
  it('gives the latency that throughput implies', () => {
    expect(impliedLatency(100, 0.97, 0.15)).toBeCloseTo(102.9, 1);
    expect(impliedLatency(1, 0, 0.15)).toBeNull();
    expect(impliedLatency(1, 1000, 0.15)).toBe(0);
  });

  it('leaves no residual for a steady system, whatever its size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0.001, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (users, latency, think) => {
          const throughput = users / (latency + think);
          expect(littleResidual(users, throughput, latency, think)).toBeLessThan(1e-9);
          expect(isCensored(users, throughput * 30, think, latency, 30)).toBe(false);
        },
      ),
    );
  });

  it('calls a mean of 15 s in a window of 30 s censored when 100 s are implied', () => {
    expect(isCensored(100, 29, 0.15, 15.1, 30)).toBe(true);
  });

  it('does not when one more completion would explain it, or the latency is short against the window', () => {
    expect(isCensored(1, 4, 0.15, 1, 5)).toBe(false);
    expect(isCensored(100, 300, 0.15, 2, 30)).toBe(false);
  });
});
