import { describe, expect, it } from 'vitest';
import { analyse } from '../analyse/analyse.ts';
import { casesOf } from '../fixtures/thoroughness.ts';
import { carryOutProbe, pool, type SimulatedService } from './fixtures/simulated-probe.ts';

/** Always the same ones: all must be told, in time, and of 200 others a few would not be. */
const machines = casesOf(20);

const lock: SimulatedService = {
  server: (random) => ({ kind: 'lock', share: 0.1, held: () => 0.2 + 0 * random(), rest: () => 0.05 }),
  aloneSeconds: 0.05,
};
const cpu: SimulatedService = { ...pool(1, 0.015), cpuSecondsPerRequest: 0.0145 };

const found = ({ plan, records }: ReturnType<typeof carryOutProbe>, subjectCpus: number | null = 2) =>
  analyse(records, plan.trials, subjectCpus, plan.growth).scaling[0];

describe('a probe that grows level by level', () => {
  it.each<[string, SimulatedService, string, number | null]>([
    ['a blocked loop', pool(1), 'one-at-a-time', 1],
    ['a semaphore of 7', pool(7), 'pool', 7],
    ['a pool of 40 threads', pool(40), 'pool', 40],
    ['as many as come', pool(Number.POSITIVE_INFINITY), 'scales', null],
    ['one CPU', cpu, 'cpu-bound', 1],
    ['a lock of every tenth request', lock, 'contended', null],
  ])(`tells %s, on ${machines} machines with noise, in time`, (_, service, classification, size) => {
    for (let seed = 1; seed <= machines; seed++) {
      const probed = carryOutProbe(service, { seed });
      const scaling = found(probed);
      expect(scaling, `seed ${seed}: ${scaling?.evidence.join(' ')}`).toMatchObject({ classification });
      if (size !== null) {
        expect(Math.abs((scaling?.concurrency?.value ?? 0) / size - 1)).toBeLessThan(0.1);
      }
      // Each level takes two seconds beside its load.
      expect(probed.loadSeconds + 2 * probed.plan.trials.length).toBeLessThan(90);
    }
  });
});
