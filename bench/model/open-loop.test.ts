import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/seeded-random.ts';
import { fellBehindBy, isOverloaded, usersThatMayWait } from './open-loop.ts';

const seed = Number(process.env.HEADROOM_TEST_SEED ?? Math.floor(Math.random() * 2 ** 32));

/** What a server with that many places gives, first come, first served; service times exponential. Null: nobody waits. */
function load(
  arrivalsPerSecond: number,
  places: number | null,
  serviceSeconds: number,
  random: () => number,
) {
  const [warmup, windowSeconds] = [3, 20];
  const end = warmup + windowSeconds;
  const freeAt = Array.from({ length: places ?? 1 }, () => 0);
  const ends: number[] = [];
  for (let i = 0; i / arrivalsPerSecond < end; i++) {
    const from = i / arrivalsPerSecond;
    const place = freeAt.indexOf(Math.min(...freeAt));
    const to = Math.max(from, freeAt[place] as number) - serviceSeconds * Math.log(1 - random());
    if (places !== null) freeAt[place] = to;
    ends.push(to);
  }
  return {
    arrivalsPerSecond,
    windowSeconds,
    ended: ends.filter((to) => to >= warmup && to < end).length,
    inFlightAtCutoff: ends.filter((to) => to >= end).length,
    dropped: 0,
  };
}

describe('an open load', () => {
  it('has as many users standing by as may wait, within bounds', () => {
    expect([1, 20, 500].map((rate) => usersThatMayWait(rate, 13))).toEqual([50, 260, 1000]);
  });

  it('counts what was due and did not end', () => {
    const window = { arrivalsPerSecond: 5, windowSeconds: 10, inFlightAtCutoff: 44, dropped: 0 };
    expect(fellBehindBy({ ...window, ended: 10 })).toBe(40);
    expect(fellBehindBy({ ...window, ended: 51 })).toBe(0);
  });

  it('is no overload for what the backlog fluctuates by, however long the requests take', () => {
    const random = seededRandom(seed);
    const runs = 400;
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const rate = 5 * 40 ** random();
      const serviceSeconds = 0.01 * 200 ** random();
      if (isOverloaded(load(rate, null, serviceSeconds, random))) alarms++;
    }
    console.log(`seed ${seed}: ${alarms} of ${runs} steady loads were called overloads`);
    expect(alarms / runs).toBeLessThan(0.02);
  });

  it('is one where a fifth more is offered than can be answered', () => {
    const random = seededRandom(seed);
    for (let run = 0; run < 100; run++) {
      const places = 1 + Math.floor(20 * random());
      const capacity = 20 + 200 * random();
      expect(isOverloaded(load(1.2 * capacity, places, places / capacity, random))).toBe(true);
    }
  });

  it('is one as soon as requests are dropped in numbers', () => {
    const window = { arrivalsPerSecond: 100, windowSeconds: 10, inFlightAtCutoff: 1000, ended: 980 };
    expect(isOverloaded({ ...window, dropped: 0 })).toBe(false);
    expect(isOverloaded({ ...window, dropped: 15 })).toBe(true);
  });
});
