import type { ScalingKind } from '@headroom/contract/scaling.ts';
import { describe, expect, it } from 'vitest';
import { type Judged, judge, type UsersAnswered } from './judge.ts';
import { blockedLoop, fiveThreads, fiveTiedWorkers, growingTo150, type Truth } from './truth.ts';

const all: UsersAnswered = { there: 20, answered: 20 };
const five: UsersAnswered = { there: 20, answered: 5 };

/** A probe that says this of a server, of which it saw those users. */
const said = (
  classification: ScalingKind,
  effectiveConcurrency: number | null,
  users: UsersAnswered,
  marks: readonly string[] = [],
  seconds = 40,
): Judged => ({
  said: {
    classification,
    effectiveConcurrency,
    levels: [{ users: { there: 1, answered: 1 } }, { users }],
    warnings: marks.map((code) => ({ code })),
  },
  seconds,
});

describe('a probe is right', () => {
  it.each<[string, Truth, Judged, UsersAnswered]>([
    ['with class, number and users', blockedLoop, said('one-at-a-time', 1.02, all), all],
    ['within the tolerance', fiveThreads, said('pool', 5.6, { there: 20, answered: 19 }), all],
    [
      'with a short window that misses some, if it says so',
      fiveThreads,
      said('pool', 5, { there: 20, answered: 12 }, ['starved']),
      { there: 20, answered: 13 },
    ],
    ['with the mark that the truth takes', fiveTiedWorkers, said('pool', 5, five, ['starved']), five],
    [
      'with no class, where the mark tells why, and with fewer users than the client saw later',
      growingTo150,
      said('unknown', null, five, ['growing']),
      all,
    ],
  ])('%s', (_, truth, probed, client) => {
    expect(judge(truth, probed, client)).toEqual([]);
  });
});

describe('a probe is wrong', () => {
  it.each<[string, Truth, Judged, UsersAnswered, RegExp]>([
    [
      'with another class',
      fiveThreads,
      said('contended', 5, all),
      all,
      /says contended, k 5; right would be/,
    ],
    ['with another number', fiveThreads, said('pool', 4.1, all), all, /k from 4.25 to 5.75/],
    ['without a number', fiveThreads, said('pool', null, all), all, /k not told/],
    ['without the mark', growingTo150, said('unknown', null, all), all, /unknown, marked growing/],
    ['where it takes long', blockedLoop, said('one-at-a-time', 1, all, [], 61), all, /took 61 s/],
    [
      'where the client saw others',
      fiveThreads,
      said('pool', 5, five, ['starved']),
      all,
      /saw 5 of 20 .* 20/,
    ],
    ['where it hides the starved', fiveThreads, said('pool', 5, five), five, /15 of 20 users are starved/],
    [
      'where it makes them up',
      blockedLoop,
      said('one-at-a-time', 1, all, ['starved']),
      all,
      /starved, and all are served/,
    ],
    [
      'where the truth itself is in doubt',
      fiveTiedWorkers,
      said('pool', 5, all, ['starved']),
      all,
      /client saw 20 of 20 users answered, not 5/,
    ],
  ])('%s', (_, truth, probed, client, problem) => {
    expect(judge(truth, probed, client)).toEqual([expect.stringMatching(problem)]);
  });
});
