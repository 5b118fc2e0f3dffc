import { describe, expect, it } from 'vitest';
import { uslCapacity } from './server-models.ts';
import { fitUsl, predictThroughput, type UslFit } from './usl.ts';

const users = [1, 2, 5, 10, 20, 50, 100];
const levelsOf = (sigma: number, kappa: number, factor = (_: number) => 1) =>
  users.map((n, i) => {
    const throughputRps = 2 * uslCapacity(n, sigma, kappa) * factor(i);
    return { users: n, throughputRps, latencySeconds: n / throughputRps };
  });
const fitted = (sigma: number, kappa: number, factor?: (i: number) => number) =>
  fitUsl(levelsOf(sigma, kappa, factor), 0, 5) as UslFit;

describe('the Universal Scalability Law', () => {
  it('finds the coefficients that made the figures', () => {
    const usl = fitted(0.05, 0.001);
    expect(usl.sigma).toBeCloseTo(0.05, 9);
    expect(usl.kappa).toBeCloseTo(0.001, 9);
    expect(usl.singleUserRps).toBeCloseTo(2, 9);
    expect(usl.peakUsers).toBeCloseTo(Math.sqrt(0.95 / 0.001), 6);
    expect(usl.residual).toBeLessThan(1e-9);
  });

  it('is never below zero, and has no peak without coherence', () => {
    const superlinear = fitted(0, 0, (i) => 1 + 0.02 * i);
    expect(superlinear).toMatchObject({ sigma: 0, kappa: 0, peakUsers: null });
    expect(superlinear.residual).toBeGreaterThan(0.01);
    expect(fitted(0.1, 0).peakUsers).toBeNull();
  });

  it('is near the truth with a few per cent of noise', () => {
    const usl = fitted(0.05, 0.001, (i) => 1 + (i % 2 === 0 ? 0.02 : -0.02));
    expect(usl.sigma).toBeGreaterThan(0.03);
    expect(usl.sigma).toBeLessThan(0.07);
    expect(usl.residual).toBeLessThan(0.03);
  });

  it('takes seven levels, two of them past the knee', () => {
    expect(fitUsl(levelsOf(0.05, 0.001).slice(1), 0, 5)).toBeNull();
    expect(fitUsl(levelsOf(0.05, 0.001), 0, 60)).toBeNull();
    expect(fitUsl(levelsOf(0.05, 0.001), 0, null)).toBeNull();
  });

  it('says nothing beyond twice the largest level', () => {
    const usl = fitted(0.05, 0.001);
    expect(usl.validToUsers).toBe(200);
    expect(predictThroughput(usl, 200, 0)).toBeCloseTo(2 * uslCapacity(200, 0.05, 0.001), 6);
    expect(predictThroughput(usl, 201, 0)).toBeNull();
  });

  it('counts what is in hand where users think', () => {
    const [sigma, kappa, think] = [0.02, 0.0005, 0.4];
    const levels = [1, 4, 10, 20, 30, 60, 90].map((n) => {
      const throughputRps = 2 * uslCapacity(n, sigma, kappa);
      return { users: n + throughputRps * think, throughputRps, latencySeconds: n / throughputRps };
    });
    const usl = fitUsl(levels, think, 10) as UslFit;
    expect(usl.sigma).toBeCloseTo(sigma, 9);
    expect(predictThroughput(usl, levels[3]?.users ?? 0, think)).toBeCloseTo(
      levels[3]?.throughputRps ?? 0,
      6,
    );
  });
});
