import { describe, expect, it } from 'vitest';
import { fellBehindBy, isOverloaded, usersThatMayWait } from './open-loop.ts';

describe('an open load', () => {
  it('has as many users standing by as may wait, within bounds', () => {
    expect([1, 20, 500].map((rate) => usersThatMayWait(rate, 13))).toEqual([50, 260, 1000]);
  });

  it('counts what was due and did not end', () => {
    const window = { arrivalsPerSecond: 5, windowSeconds: 10, inFlightAtCutoff: 44, dropped: 0 };
    expect(fellBehindBy({ ...window, ended: 10 })).toBe(40);
    expect(fellBehindBy({ ...window, ended: 51 })).toBe(0);
  });

  it('is one as soon as requests are dropped in numbers', () => {
    const window = { arrivalsPerSecond: 100, windowSeconds: 10, inFlightAtCutoff: 1000, ended: 980 };
    expect(isOverloaded({ ...window, dropped: 0 })).toBe(false);
    expect(isOverloaded({ ...window, dropped: 15 })).toBe(true);
  });
});
