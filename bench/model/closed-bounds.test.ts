import { describe, expect, it } from 'vitest';
import { kneeUsers, latencyBound, throughputBound } from './closed-bounds.ts';
import { closedThroughput } from './closed-throughput.ts';

const pool = { serviceSeconds: 1, thinkSeconds: 0.15, demandSeconds: 1 / 40 };

describe('the asymptotic bounds of a closed system', () => {
  it('are those of lone users below the knee, and of the bottleneck above it', () => {
    expect(throughputBound(pool, 10)).toBeCloseTo(10 / 1.15);
    expect(throughputBound(pool, 100)).toBeCloseTo(40);
    expect(latencyBound(pool, 10)).toBe(1);
    expect(latencyBound(pool, 100)).toBeCloseTo(2.35);
    expect(kneeUsers(pool)).toBeCloseTo(46);
  });

  it('know neither bottleneck nor knee where no plateau was seen', () => {
    const unknown = { ...pool, demandSeconds: null };
    expect(throughputBound(unknown, 1000)).toBeCloseTo(1000 / 1.15);
    expect(latencyBound(unknown, 1000)).toBe(1);
    expect(kneeUsers(unknown)).toBeNull();
  });
});

describe('closedThroughput', () => {
  it('is that of the machine repair model', () => {
    // One server, two users, service and think time of a second on average: P(idle) = 1 / (1 + 2 + 2).
    expect(closedThroughput(2, 1, 1, (n) => Math.min(n, 1))).toBeCloseTo(0.8, 12);
    expect(closedThroughput(50, 0.15, 1, (n) => n)).toBeCloseTo(50 / 1.15, 9);
    expect(closedThroughput(5, 0, 0.5, (n) => Math.min(n, 3))).toBe(6);
  });

  it('lies within the bounds, and reaches them far from the knee, however many users', () => {
    for (const users of [1, 5, 46, 100, 2000]) {
      const x = closedThroughput(users, 0.15, 1, (n) => Math.min(n, 40));
      expect(x).toBeLessThanOrEqual(throughputBound(pool, users) * (1 + 1e-9));
    }
    expect(closedThroughput(2000, 0.15, 1, (n) => Math.min(n, 40))).toBeCloseTo(40, 9);
  });
});
