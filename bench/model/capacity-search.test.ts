import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/seeded-random.ts';
import { bracketOf, nextLevel, type SearchRules, type Step } from './capacity-search.ts';

const seed = Number(process.env.HEADROOM_TEST_SEED ?? Math.floor(Math.random() * 2 ** 32));
const open: SearchRules = {
  first: 10,
  least: 0.2,
  most: 1000,
  precisionShare: 0.05,
  repeats: 3,
  whole: false,
};
const closed: SearchRules = { ...open, first: 8, least: 1, most: 500, whole: true };

/** Carries a search out on a system that holds or not. */
function search(rules: SearchRules, holds: (level: number) => boolean, about: Partial<Step> = {}) {
  const steps = new Map<number, Step>();
  let trials = 0;
  for (;;) {
    const level = nextLevel([...steps.values()], rules);
    if (level === null) break;
    expect(++trials).toBeLessThan(200);
    const step = steps.get(level) ?? {
      ...{ level, held: 0, broke: 0, answeredRps: null, hopeless: false },
      ...about,
    };
    steps.set(level, holds(level) ? { ...step, held: step.held + 1 } : { ...step, broke: step.broke + 1 });
  }
  const levels = [...steps.values()];
  return { levels, trials, ...bracketOf(levels, rules.repeats) };
}

describe('a search for the capacity', () => {
  it('brackets it to 5 %, with all repeats at both ends, in few trials', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 900, noNaN: true }), (capacity) => {
        const { held, broke, low, high, trials, levels } = search(open, (level) => level <= capacity);
        expect(held?.level).toBeLessThanOrEqual(capacity);
        expect(broke?.level).toBeGreaterThan(capacity);
        expect((broke?.level ?? 0) / (held?.level ?? 1)).toBeLessThanOrEqual(1.05);
        expect([low, high]).toEqual([held, broke]);
        expect([held?.held, broke?.broke]).toEqual([3, 3]);
        expect(levels.length).toBeLessThanOrEqual(15);
        expect(trials).toBe(levels.length + 4);
      }),
      { seed },
    );
  });

  it('finds users to the user, or to 5 % where they are many', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 499 }), (capacity) => {
        const { held, broke } = search(closed, (level) => level <= capacity);
        const [most, next] = [held?.level ?? 0, broke?.level ?? 0];
        expect(Number.isInteger(most) && Number.isInteger(next)).toBe(true);
        expect(most <= capacity && next > capacity).toBe(true);
        expect(next - most).toBeLessThanOrEqual(Math.max(1, 0.05 * most));
      }),
      { seed },
    );
  });

  // The bracket is what was seen in each of so many trials, and no 95 % interval: these are its measured rates.
  it.each([
    [3, 0.9],
    [5, 0.96],
  ])('with %i repeats mostly brackets a capacity that chance blurs, and always ends', (repeats, least) => {
    const random = seededRandom(seed);
    const between = (low: number, high: number) => low * (high / low) ** random();
    let hit = 0;
    let most = 0;
    const runs = 2000;
    for (let run = 0; run < runs; run++) {
      const [capacity, blur] = [between(1, 800), between(0.005, 0.04)];
      const { low, high, levels } = search(
        { ...open, repeats },
        (level) => random() < 1 / (1 + Math.exp(Math.log(level / capacity) / blur)),
      );
      most = Math.max(most, levels.length);
      if ((low?.level ?? 0) <= capacity && (high?.level ?? Number.POSITIVE_INFINITY) >= capacity) hit++;
    }
    console.log(
      `seed ${seed}, ${repeats} repeats: ${hit} of ${runs} hold the capacity; at most ${most} levels`,
    );
    expect(most).toBeLessThanOrEqual(30);
    expect(hit / runs).toBeGreaterThan(least);
  });

  it('stops at the most that may be tried, and at the least', () => {
    const unlimited = search(open, () => true);
    expect(unlimited.held).toMatchObject({ level: 1000, held: 3 });
    expect(unlimited.broke).toBeNull();
    const none = search(open, () => false);
    expect(none.held).toBeNull();
    expect(none.broke).toMatchObject({ level: 0.2, broke: 3 });
    expect(search(closed, () => false).broke).toMatchObject({ level: 1, broke: 3 });
    expect(search({ ...closed, first: 1, most: 1 }, () => true).held).toMatchObject({ level: 1, held: 3 });
  });

  it('tries nothing lighter where even a lone request is too slow', () => {
    expect(search(open, () => false, { hopeless: true })).toMatchObject({ trials: 3, held: null });
  });

  it('asks again where one trial contradicts another, before it searches below', () => {
    const step = { answeredRps: null, hopeless: false };
    const steps = [
      { ...step, level: 40, held: 1, broke: 0 },
      { ...step, level: 80, held: 0, broke: 1 },
      { ...step, level: 90, held: 2, broke: 1 },
      { ...step, level: 95, held: 0, broke: 3 },
    ];
    expect(nextLevel(steps, open)).toBe(80);
    const [first, , ...rest] = steps;
    const settled = [...(first ? [first] : []), { ...step, level: 80, held: 0, broke: 3 }, ...rest];
    expect(nextLevel(settled, open)).toBe(56.6);
  });

  it('goes down to what was answered, where that is less than half', () => {
    const step = { level: 100, held: 0, broke: 1, answeredRps: 8.123, hopeless: false };
    expect(nextLevel([step], open)).toBe(8.12);
    expect(nextLevel([{ ...step, answeredRps: 90 }], open)).toBe(50);
  });

  it('does not depend on the order of the steps', () => {
    const random = seededRandom(seed);
    const { levels } = search(open, (level) => random() < 1 / (1 + Math.exp(Math.log(level / 40) / 0.05)));
    fc.assert(
      fc.property(fc.shuffledSubarray(levels, { minLength: levels.length }), (steps) => {
        expect(bracketOf(steps, 3)).toEqual(bracketOf(levels, 3));
        expect(nextLevel(steps, open)).toBe(nextLevel(levels, open));
      }),
      { seed },
    );
  });
});
