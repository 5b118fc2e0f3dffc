import type { ScalingKind } from '@headroom/contract/scaling.ts';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { casesOf, leastOf, seed } from '../fixtures/thoroughness.ts';
import { seededRandom, shuffle } from '../random/seeded-random.ts';
import { classify } from './classify.ts';
import { type SimulatedKind, simulatedKinds } from './fixtures/random-servers.ts';
import { randomSystem, type SimulatedSystem } from './fixtures/random-systems.ts';
import type { SystemFigures } from './level-figures.ts';

const systemsPerKind = casesOf(1000);

const kindOf: Readonly<Record<SimulatedKind, ScalingKind>> = {
  single: 'one-at-a-time',
  pool: 'pool',
  delay: 'scales',
  lock: 'contended',
  usl: 'contended',
  cpu: 'cpu-bound',
};

/** What may be said where the levels end too early, beside the truth. */
const saysNoMore: readonly ScalingKind[] = ['unknown', 'scales'];

describe(`${systemsPerKind.toLocaleString('en')} simulated systems of each kind (HEADROOM_TEST_SEED=${seed})`, () => {
  const tables: string[] = [];
  afterAll(() => console.log([`seed ${seed}`, ...tables].join('\n')));

  it.each(simulatedKinds)('%s', (kind) => {
    const random = seededRandom(seed + simulatedKinds.indexOf(kind));
    const seen = Array.from({ length: systemsPerKind }, () => {
      const system = randomSystem(kind, random);
      return { system, found: classify(system.figures) };
    });
    const past = seen.filter(({ system }) => system.reachesKnee);
    const before = seen.filter(({ system }) => !system.reachesKnee);
    const right = share(past, ({ found }) => found.classification === kindOf[kind]);
    const notWrong = share(before, ({ found }) =>
      [...saysNoMore, kindOf[kind]].includes(found.classification),
    );
    const sized = past.flatMap(({ system, found }) =>
      found.classification === kindOf[kind] && system.size !== null && isCounted(system)
        ? [Math.abs((found.concurrency?.value ?? 0) / system.size - 1)]
        : [],
    );
    const within = share(sized, (off) => off <= 0.05);
    tables.push(
      `${kind.padEnd(7)} past the knee ${tally(past.map(({ found }) => found.classification))}; before ${tally(before.map(({ found }) => found.classification))}; k within 5 %: ${sized.length === 0 ? 'none' : `${(100 * within).toFixed(1)} % of ${sized.length}`}`,
    );
    if (past.length > 0)
      expect(right, 'right class where the levels reach past the knee').toBeGreaterThan(
        leastOf(0.95, past.length),
      );
    if (before.length >= fewestForShare) {
      expect(notWrong, 'nothing wrong where they do not').toBeGreaterThan(contradicts95(before.length));
    }
    if (sized.length >= fewestForShare) {
      expect(within, 'k within 5 %').toBeGreaterThan(contradicts95(sized.length));
    }
    for (const { found } of seen) {
      expect(found.evidence.length).toBeGreaterThan(0);
      if (found.classification === 'scales') expect(found.concurrency?.bound).toBe('lower');
    }
  });
});

/**
 * A share of so many below which it is no longer chance, by three standard errors, if 95 % hold in the long run. For
 * figures that rest on some hundred systems and lie a percent or two above 95 %: a fresh seed must not fail by chance.
 */
const contradicts95 = (count: number): number => 0.95 - 3 * Math.sqrt((0.95 * 0.05) / count);
/** With fewer, one or two by chance would decide. */
const fewestForShare = casesOf(60);

/** 3,000 requests completed where all places are taken. */
function isCounted({ figures, size }: SimulatedSystem): boolean {
  const past = figures.levels.filter(({ users }) => users > (size ?? 0));
  return past.reduce((sum, { completions }) => sum + completions, 0) >= 3000;
}

function share<T>(values: readonly T[], holds: (value: T) => boolean): number {
  return values.length === 0 ? 1 : values.filter(holds).length / values.length;
}

function tally(kinds: readonly ScalingKind[]): string {
  const counts = [...Map.groupBy(kinds, (kind) => kind)].sort(([, a], [, b]) => b.length - a.length);
  return counts.length === 0 ? 'none' : counts.map(([kind, { length }]) => `${kind} ${length}`).join(', ');
}

describe('whatever the system', () => {
  const random = seededRandom(seed);
  const systems = simulatedKinds.flatMap((kind) =>
    Array.from({ length: casesOf(20) }, () => randomSystem(kind, random)),
  );
  const anySystem = fc.constantFrom(...systems.map(({ figures }) => figures));

  it('does not mind the order of the levels', () => {
    fc.assert(
      fc.property(anySystem, fc.integer(), (system, orderSeed) => {
        const levels = shuffle(system.levels, seededRandom(orderSeed));
        expect(classify({ ...system, levels })).toEqual(classify(system));
      }),
      { numRuns: casesOf(100) },
    );
  });

  it('says the same of a system that is slower in everything, but for the times', () => {
    fc.assert(
      fc.property(anySystem, fc.double({ min: 0.01, max: 100, noNaN: true }), (system, factor) => {
        const [before, after] = [classify(system), classify(slower(system, factor))];
        expect(after.classification).toBe(before.classification);
        expect(after.concurrency?.value ?? 0).toBeCloseTo(before.concurrency?.value ?? 0, 2);
        expect(after.serviceSeconds ?? 0).toBeCloseTo((before.serviceSeconds ?? 0) * factor, 6);
        expect((after.demandSeconds ?? 0) / factor).toBeCloseTo(before.demandSeconds ?? 0, 6);
        expect(after.kneeUsers ?? 0).toBeCloseTo(before.kneeUsers ?? 0, 4);
      }),
      { numRuns: casesOf(100) },
    );
  });
});

function slower({ levels, thinkSeconds, subjectCpus }: SystemFigures, factor: number): SystemFigures {
  const longer = (value: number | null) => (value === null ? null : value * factor);
  return {
    thinkSeconds: thinkSeconds * factor,
    subjectCpus,
    levels: levels.map((one) => ({
      ...one,
      throughputRps: one.throughputRps / factor,
      windowSeconds: one.windowSeconds * factor,
      cpuSecondsPerRequest: longer(one.cpuSecondsPerRequest),
      latency: one.latency && {
        meanSeconds: one.latency.meanSeconds * factor,
        meanInterval: null,
        p50Seconds: longer(one.latency.p50Seconds),
        p95Seconds: longer(one.latency.p95Seconds),
        maxSeconds: longer(one.latency.maxSeconds),
      },
    })),
  };
}
