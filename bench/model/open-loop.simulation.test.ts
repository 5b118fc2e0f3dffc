import { describe, expect, it } from 'vitest';
import { seed } from '../fixtures/thoroughness.ts';
import { seededRandom } from '../random/seeded-random.ts';
import { isOverloaded } from './open-loop.ts';

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
  it('is no overload for what the backlog fluctuates by, however long the requests take', () => {
    const random = seededRandom(seed);
    // So quick that all are tried each time.
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
      const overload = load(1.2 * capacity, places, places / capacity, random);
      expect(isOverloaded(overload), `seed ${seed}, load ${run}`).toBe(true);
    }
  });
});
