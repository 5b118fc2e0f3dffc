import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { casesOf, leastOf, seed } from '../fixtures/thoroughness.ts';
import { seededRandom } from '../random/seeded-random.ts';
import { bracketOf, nextLevel } from './capacity-search.ts';
import { closed, open, search } from './fixtures/search.ts';

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
      { numRuns: casesOf(100) },
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
      { numRuns: casesOf(100) },
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
    const runs = casesOf(2000);
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
    expect(hit / runs).toBeGreaterThan(leastOf(least, runs));
  });

  it('does not depend on the order of the steps', () => {
    const random = seededRandom(seed);
    const { levels } = search(open, (level) => random() < 1 / (1 + Math.exp(Math.log(level / 40) / 0.05)));
    fc.assert(
      fc.property(fc.shuffledSubarray(levels, { minLength: levels.length }), (steps) => {
        expect(bracketOf(steps, 3)).toEqual(bracketOf(levels, 3));
        expect(nextLevel(steps, open)).toBe(nextLevel(levels, open));
      }),
      { numRuns: casesOf(100) },
    );
  });
});
