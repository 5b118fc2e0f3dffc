import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/seeded-random.ts';
import { classify } from './classify.ts';
import { drawOf, type Shape } from './fixtures/draw.ts';
import { type Server, simulateClosed } from './fixtures/simulate-closed.ts';
import { figuresOf, seenFromOutside } from './fixtures/simulated-figures.ts';
import type { LevelFigures, SystemFigures } from './level-figures.ts';

describe('classify', () => {
  it('is null and unknown where there is nothing to go by', () => {
    const nothing = classify({ levels: [], thinkSeconds: 0.15, subjectCpus: null });
    expect(nothing).toMatchObject({ classification: 'unknown', concurrency: null, serviceSeconds: null });
    expect(nothing.evidence[0]).toContain('No lone user');
    expect(classify(article([level(1, 0.87, 1)]))).toMatchObject({
      classification: 'unknown',
      demandSeconds: null,
    });
  });

  it('takes a level that is slower than one of more users for a disturbance, and says so', () => {
    const levels = [level(1, 10, 0.1), level(2, 20, 0.1), level(4, 35, 0.113), level(8, 80, 0.1)];
    const found = classify({ ...article([...levels, level(16, 160, 0.1)]), thinkSeconds: 0 });
    expect(found, found.evidence.join(' ')).toMatchObject({ classification: 'scales' });
    expect(found.evidence.join(' ')).toContain('At 4 users it took 113 ms');
  });

  it('says nothing of a service that grew while it was measured, not even that it is contended', () => {
    const levels = [level(1, 10, 0.1), level(2, 19, 0.105), level(4, 30, 0.133), level(8, 45, 0.178)];
    const grown = (users: number) => ({ ...level(users, 60, users / 60), unfitFor: 'growing' as const });
    const of = (more: LevelFigures[]) => classify({ ...article([...levels, ...more]), thinkSeconds: 0 });
    expect(of([]).classification).not.toBe('scales');
    for (const more of [[grown(16)], [grown(16), grown(32), level(64, 80, 0.8)]]) {
      expect(of(more)).toMatchObject({ classification: 'unknown' });
      expect(of(more).evidence.join(' ')).toContain('More was served at the end of windows');
      expect(of(more).evidence.join(' ')).toContain('Left out: 16 users, which was still growing');
    }
  });

  it('needs the stall to say that a loop is blocked, and the CPU time that CPUs are the limit', () => {
    const levels = [level(1, 0.87, 1), level(10, 1, 9), level(100, 1, 15)];
    expect(classify(article(levels))).toMatchObject({ classification: 'one-at-a-time', blockedLoop: null });
    const stalling = levels.map((one) => ({ ...one, longestStallSeconds: 0.98, loopUtilization: 1 }));
    expect(classify(article(stalling))).toMatchObject({ classification: 'one-at-a-time', blockedLoop: true });
    const turning = levels.map((one) => ({ ...one, longestStallSeconds: 0.02, loopUtilization: 0.1 }));
    expect(classify(article(turning)).blockedLoop).toBe(false);
    const computing = levels.map((one) => ({ ...one, cpuSecondsPerRequest: 0.99 }));
    expect(classify(article(computing))).toMatchObject({
      classification: 'cpu-bound',
      concurrency: { value: 1, bound: 'estimate' },
    });
  });

  it('counts the CPUs that are kept busy, where they are more than the subject should have', () => {
    const levels = [level(1, 0.87, 1), level(10, 1, 9), level(100, 1, 15)];
    const busy = levels.map((one) => ({ ...one, cpuSecondsPerRequest: 1.3 }));
    const { classification, concurrency } = classify(article(busy));
    expect(classification).toBe('cpu-bound');
    expect(concurrency?.value).toBeCloseTo(1.3, 1);
  });

  it('knows a handler that computes by its CPU time, though the CPU was faster for some levels than for others', () => {
    const levels = [level(1, 90, 0.011), level(2, 66, 0.0303), level(4, 88, 0.0455), level(8, 70, 0.114)];
    const from = (cpuSeconds: (rps: number) => number | null) =>
      classify({
        ...article(levels.map((one) => ({ ...one, cpuSecondsPerRequest: cpuSeconds(one.throughputRps) }))),
        thinkSeconds: 0,
        subjectCpus: 2,
      });
    expect(from((rps) => 0.97 / rps)).toMatchObject({
      classification: 'cpu-bound',
      concurrency: { value: 1 },
    });
    expect(from(() => null).classification).not.toBe('cpu-bound');
    expect(from((rps) => 0.3 / rps).classification).not.toBe('cpu-bound');
  });

  it('knows it as well where the CPU was slowest for the lone user, and says so', () => {
    const levels = [level(1, 46, 0.0215), level(2, 61, 0.0325), level(4, 62, 0.0645), level(8, 60, 0.131)];
    const found = classify({
      ...article(levels.map((one) => ({ ...one, cpuSecondsPerRequest: 0.98 / one.throughputRps }))),
      thinkSeconds: 0,
      subjectCpus: 2,
    });
    expect(found, found.evidence.join(' ')).toMatchObject({
      classification: 'cpu-bound',
      concurrency: { value: 1 },
    });
    expect(found.evidence.join(' ')).toContain('A request took 21 ms of CPU time alone and 16 ms at 8 users');
  });

  it('counts the workers that compute by the CPUs they keep busy, where the machine was not equally fast', () => {
    const uneven = (subjectCpus: number, cpuSeconds: number) =>
      classify({
        levels: [
          [1, 100, 1],
          [4, 300, 3],
          [8, 330, 3],
          [16, 250, 3],
        ].map(([users = 0, rps = 0, busy = 0]) => ({
          ...level(users, rps, users / rps),
          cpuSecondsPerRequest: (cpuSeconds * busy) / rps,
        })),
        thinkSeconds: 0,
        subjectCpus,
      });
    const cpuBound = { classification: 'cpu-bound', concurrency: { value: 3 } };
    expect(uneven(8, 0.98)).toMatchObject(cpuBound);
    expect(uneven(3, 0.98)).toMatchObject(cpuBound);
    expect(uneven(8, 0.5).classification).toBe('contended');
  });

  it('goes by a lower level where the highest does not tell of the loop, if that stood still', () => {
    const levels = (stall: number | null) =>
      [level(1, 0.87, 1), level(10, 1, 9), level(100, 1, 15)].map((one) => ({
        ...one,
        longestStallSeconds: one.users === 100 ? null : stall,
      }));
    const stalling = classify(article(levels(0.98)));
    expect(stalling.blockedLoop).toBe(true);
    expect(stalling.evidence).toContain('The event loop stood still for 980 ms on end: it is blocked.');
    expect(classify(article(levels(0.02))).blockedLoop).toBeNull();
    expect(classify(article(levels(null))).blockedLoop).toBeNull();
  });

  it('goes by the stall alone where nobody knows how busy the loop was', () => {
    const levels = [level(1, 0.87, 1), level(10, 1, 9), level(100, 1, 15)];
    const stalling = classify(article(levels.map((one) => ({ ...one, longestStallSeconds: 0.98 }))));
    expect(stalling.blockedLoop).toBe(true);
    expect(stalling.evidence).toContain('The event loop stood still for 980 ms on end: it is blocked.');
  });

  it.each([
    [1.5, [level(1, 0.87, 1), level(2, 1.5, 1.18), level(4, 1.5, 2.52), level(8, 1.5, 5.18)]],
    [
      3.5,
      [
        level(1, 0.87, 1),
        level(2, 1.74, 1),
        level(10, 3.5, 2.71),
        level(20, 3.5, 5.56),
        level(30, 3.5, 8.42),
      ],
    ],
  ])('takes %f places for no whole number of them', (size, levels) => {
    const { classification, evidence } = classify(article(levels));
    expect(classification, evidence.join(' ')).toBe('unknown');
    expect(evidence.join(' ')).toMatch(`is that of ${size}0 at a time`);
    expect(evidence.join(' ')).toContain('is not one number of places');
  });

  it('counts several CPUs that a pool keeps busy', () => {
    const levels = [level(1, 0.87, 1), level(2, 1.73, 1), level(4, 2.9, 1.23), level(10, 2.92, 3.27)];
    const busy = levels.map((one) => ({ ...one, cpuSecondsPerRequest: 0.97 }));
    const found = classify({ ...article(busy), subjectCpus: 8 });
    expect(found, found.evidence.join(' ')).toMatchObject({ classification: 'cpu-bound' });
    expect(found.concurrency?.value).toBeCloseTo(2.9, 0);
  });

  it('says at least how many are served at once where throughput still grows, if slowly', () => {
    const levels = [
      level(1, 47.3, 0.0211),
      level(2, 91.3, 0.0218),
      level(5, 185, 0.027),
      level(10, 202, 0.0482),
    ];
    expect(classify({ ...article(levels), thinkSeconds: 0 })).toMatchObject({
      classification: 'contended',
      concurrency: { bound: 'lower' },
    });
  });

  it('takes no decline for contention that a window may miss at its edges', () => {
    const levels = [level(1, 1.15, 0.8), level(2, 2.3, 0.8), level(5, 3.7, 1.2), level(10, 3.72, 2.54)];
    const short = { ...level(100, 2.9, 20), censored: true };
    expect(classify(article([...levels, short])).classification).toBe('pool');
    const seen = { ...level(20, 2.9, 6.7), windowSeconds: 300, completions: 870, censored: false };
    expect(classify(article([...levels, seen])).classification).toBe('contended');
  });

  it('leaves out what cannot be believed, and says so', () => {
    const levels = [level(1, 0.87, 1), level(10, 8.7, 1), { ...level(100, 1, 15), generatorSaturated: true }];
    const found = classify(article(levels));
    expect(found.classification).toBe('scales');
    expect(found.evidence).toContain('Left out: 100 users, which had a saturated generator.');
  });

  it('says so where no model fits', () => {
    const levels = [
      level(1, 0.87, 1),
      level(2, 0.9, 2.1),
      level(5, 3.4, 1.3),
      level(10, 2.1, 4.6),
      level(20, 5.4, 3.55),
    ];
    const { classification, evidence } = classify(article(levels));
    expect(classification, evidence.join(' ')).toBe('unknown');
    expect(evidence.join(' ')).toContain('No model fits');
  });

  it('gives k an interval where throughput and the lone latency have one', () => {
    const levels = [level(1, 0.87, 1), level(10, 8.7, 1), level(50, 39.6, 1.11), level(100, 39.6, 2.375)].map(
      (one): LevelFigures => ({
        ...one,
        throughputInterval: { low: 0.99 * one.throughputRps, high: 1.01 * one.throughputRps },
        latency: one.latency && {
          ...one.latency,
          meanInterval: { low: 0.98 * one.latency.meanSeconds, high: 1.02 * one.latency.meanSeconds },
        },
      }),
    );
    const { classification, concurrency, kneeUsers } = classify(article(levels));
    expect(classification).toBe('pool');
    expect(concurrency?.value).toBeCloseTo(39.6, 0);
    expect(concurrency?.interval?.low).toBeCloseTo(39.6 * 0.99 * 0.98, 3);
    expect(concurrency?.interval?.high).toBeCloseTo(39.6 * 1.01 * 1.02, 3);
    expect(kneeUsers).toBeCloseTo(1.15 * 39.6, 3);
  });
});

describe('classify a server whose answers are spread', () => {
  const spread: Shape = { kind: 'lognormal', coefficientOfVariation: 1 };

  /** Users who think for as long as an answer takes, at up to so many, in windows of 200 s. */
  function measured(serverOf: (service: () => number) => Server, most: number): SystemFigures {
    const random = seededRandom(5);
    const draw = (seconds: number) => drawOf(spread, seconds, random);
    const levels = [1, 2, 4, 8, 16, 32, 64].filter((users) => users <= most);
    return {
      thinkSeconds: 0.1,
      subjectCpus: null,
      levels: levels.map((users) => {
        const load = {
          users,
          think: draw(0.1),
          staggeredOverSeconds: 0.2,
          warmupSeconds: 20,
          durationSeconds: 200,
        };
        const observed = simulateClosed(serverOf(draw(0.1)), load, random);
        return figuresOf(observed, load, 0.1, { throughput: 1, latency: 1 });
      }),
    };
  }
  const placesOf = (size: number) => (service: () => number) => ({ kind: 'pool', size, service }) as const;
  const sharedBy = (capacity: (inHand: number) => number) => (service: () => number) =>
    ({ kind: 'shared', capacity, service }) as const;

  it.each([
    ['seven places, in line', placesOf(7), 64, 'pool', /in line from then on/],
    ['one place', placesOf(1), 64, 'one-at-a-time', /throughput is that of 1\.\d+ at a time/],
    ['places for all', placesOf(64), 64, 'scales', /Nobody waits longer than alone/],
    ['seven places that are shared', sharedBy((n) => Math.min(n, 7)), 64, 'pool', /about 6\.9\d requests/],
    [
      'requests that slow one another down',
      sharedBy((n) => n / (1 + 0.3 * (n - 1))),
      64,
      'contended',
      /slow one another down/,
    ],
    ['eight places, seen too early', placesOf(8), 16, 'unknown', /end before users wait/],
  ])('%s', (_, serverOf, most, kind, evidence) => {
    const found = classify(measured(serverOf, most));
    expect(found.classification, found.evidence.join(' ')).toBe(kind);
    expect(found.evidence.join(' ')).toMatch(evidence);
  });

  it('goes by what the loop says of itself where latencies are spread', () => {
    const { levels, ...rest } = measured(placesOf(1), 64);
    const loop = { loopUtilization: 1, longestStallSeconds: 0.3 };
    const told = levels.map((one) => ({ ...one, ...loop, serverMeanSeconds: 1 / one.throughputRps }));
    expect(classify({ ...rest, levels: told })).toMatchObject({
      classification: 'one-at-a-time',
      concurrency: { value: expect.closeTo(1, 1) },
      blockedLoop: true,
    });
  });

  it('of which some requests take a lock', () => {
    const lock = (service: () => number): Server => ({
      kind: 'lock',
      share: 0.2,
      held: service,
      rest: () => 0.02,
    });
    const found = classify(measured(lock, 64));
    expect(found.evidence.join(' ')).toMatch(/a part of them shares something, such as a lock/);
    expect(found.classification).toBe('contended');
  });
});

const article = (levels: readonly LevelFigures[]): SystemFigures => ({
  levels,
  thinkSeconds: 0.15,
  subjectCpus: 1,
});

/** A level of a handler that takes a second, in a window of 30. */
function level(users: number, throughputRps: number, meanSeconds: number): LevelFigures {
  return {
    users,
    throughputRps,
    throughputInterval: null,
    completions: Math.round(30 * throughputRps),
    windowSeconds: 30,
    latency: {
      meanSeconds,
      meanInterval: null,
      p50Seconds: meanSeconds,
      p95Seconds: 1.01 * meanSeconds,
      maxSeconds: 1.02 * meanSeconds,
    },
    censored: meanSeconds >= 9,
    unsettled: false,
    ...seenFromOutside,
  };
}
