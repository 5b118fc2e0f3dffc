import { describe, expect, it } from 'vitest';
import { longerWindowOf, windowOf } from './probe-window.ts';

const asked = { windowSeconds: 4, loadSecondsMost: 300 };

describe('how long a level is loaded', () => {
  it.each([
    ['a quick answer', 0.05, 0, { warmupSeconds: 1, durationSeconds: 4 }],
    ['a slow one', 2, 0, { warmupSeconds: 4, durationSeconds: 20 }],
    ['one that is slower than anybody waits for', 9, 0, { warmupSeconds: 6, durationSeconds: 30 }],
    ['a short pause', 0.05, 0.15, { warmupSeconds: 1, durationSeconds: 4 }],
    ['a pause of seconds', 0.05, 5, { warmupSeconds: 5.6, durationSeconds: 30 }],
    ['a pause of a minute', 0, 60, { warmupSeconds: 60.5, durationSeconds: 180 }],
  ])('%s', (_what, alone, think, expected) => {
    expect(windowOf(alone, asked, think)).toEqual(expected);
  });

  it('never has all users pause in it, nor begin in it', () => {
    for (const think of [0.5, 1, 3, 10, 30]) {
      const { warmupSeconds, durationSeconds } = windowOf(0.1, asked, think);
      expect(warmupSeconds).toBeGreaterThan(0.1 + think);
      expect(durationSeconds).toBeGreaterThanOrEqual(3 * think);
    }
  });

  it('is longer for what does not settle, and never shorter', () => {
    expect(longerWindowOf(0.05, asked)).toEqual({ warmupSeconds: 6, durationSeconds: 8 });
    expect(longerWindowOf(0, asked, 60).durationSeconds).toBe(180);
  });
});
