import { describe, expect, it } from 'vitest';
import { nextProbeLevel } from './next-probe-level.ts';

/** Levels of a server that does so many at once, up to where it is probed. */
function levelsOf(
  throughputAt: (users: number) => number,
  usersMost = 128,
  isUnsettled = (_users: number) => false,
) {
  const levels: { users: number; throughputRps: number; latency: Latency; unsettled: boolean }[] = [];
  for (;;) {
    const users = nextProbeLevel(levels, 0, usersMost);
    if (users === null) return levels.map((level) => level.users);
    const throughputRps = throughputAt(users);
    const meanSeconds = users === 1 ? 0.1 : users / throughputRps;
    levels.push({
      users,
      throughputRps,
      unsettled: isUnsettled(users),
      latency: { meanSeconds, meanInterval: null, p50Seconds: null, p95Seconds: null, maxSeconds: null },
    });
  }
}
type Latency = NonNullable<Parameters<typeof nextProbeLevel>[0][number]['latency']>;

const pool = (size: number) => (users: number) => Math.min(users, size) / 0.1;

describe('the levels of a probe', () => {
  it.each([
    ['one at a time', pool(1), [1, 2, 4, 8]],
    ['a pool of 7', pool(7), [1, 2, 4, 8, 16, 32]],
    ['a pool of 40', pool(40), [1, 2, 4, 8, 16, 32, 64, 128]],
    ['as many as come', pool(1000), [1, 2, 4, 8, 16, 32, 64, 128]],
    [
      'throughput that falls',
      (users: number) => (10 * users) / (1 + (users / 12) ** 3),
      [1, 2, 4, 8, 16, 32],
    ],
  ])('%s', (_, throughputAt, levels) => {
    expect(levelsOf(throughputAt)).toEqual(levels);
  });

  it('end at the limit, which need not be a power of two', () => {
    expect(levelsOf(pool(1000), 100)).toEqual([1, 2, 4, 8, 16, 32, 64, 100]);
    expect(levelsOf(pool(1), 1)).toEqual([1]);
    expect(levelsOf(pool(1), 3)).toEqual([1, 2, 3]);
  });

  it('go on past those that were not settled', () => {
    expect(levelsOf(pool(1), 128, (users) => users === 4 || users === 8)).toEqual([1, 2, 4, 8, 12]);
  });

  it('go further where more is wanted past the knee', () => {
    const flat = [1, 2, 4, 8].map((users) => ({
      users,
      throughputRps: 10,
      unsettled: false,
      latency: {
        meanSeconds: users / 10,
        meanInterval: null,
        p50Seconds: null,
        p95Seconds: null,
        maxSeconds: null,
      },
    }));
    expect(nextProbeLevel(flat, 0, 128)).toBeNull();
    expect(nextProbeLevel(flat.slice(0, 3), 0, 128, 1)).toBe(8);
  });
});
