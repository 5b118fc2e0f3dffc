import { describe, expect, it } from 'vitest';
import { nextLevel } from './capacity-search.ts';
import { closed, open, search } from './fixtures/search.ts';

describe('a search for the capacity', () => {
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

  it('widens an end of the bracket on which its trials disagree, to the next level on which they agree', () => {
    const step = { answeredRps: null, hopeless: false };
    const held = (level: number, broke = 0) => ({ ...step, level, held: 3 - broke, broke });
    const broke = (level: number, held = 0) => ({ ...step, level, held, broke: 3 - held });
    // Below: a new level, a tenth lighter; then its repeats; then nothing more.
    expect(nextLevel([held(100, 1), broke(104)], open)).toBe(90.9);
    expect(nextLevel([held(90.9), held(100, 1), broke(104)], open)).toBeNull();
    expect(nextLevel([{ ...held(95), held: 1 }, held(100, 1), broke(104)], open)).toBe(95);
    // Above the same.
    expect(nextLevel([held(100), broke(104, 1)], open)).toBe(114);
    expect(nextLevel([held(100), broke(104, 1), broke(114)], open)).toBeNull();
    expect(nextLevel([held(100), broke(104, 1), { ...broke(110), broke: 1 }], open)).toBe(110);
    expect(nextLevel([held(20), broke(21, 1)], closed)).toBe(24);
  });

  it('goes down to what was answered, where that is less than half', () => {
    const step = { level: 100, held: 0, broke: 1, answeredRps: 8.123, hopeless: false };
    expect(nextLevel([step], open)).toBe(8.12);
    expect(nextLevel([{ ...step, answeredRps: 90 }], open)).toBe(50);
  });
});
