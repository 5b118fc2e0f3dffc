import type { TrialRecord } from '@headroom/contract/records.ts';
import { trialSchema } from '@headroom/contract/records.ts';
import { describe, expect, it } from 'vitest';
import { analyse } from '../analyse/analyse.ts';
import { carryOutProbe, type SimulatedService } from './fixtures/simulated-probe.ts';
import { growPlan } from './grow-plan.ts';
import { isCutByTime } from './grow-probe.ts';

const pool = (size: number, aloneSeconds = 0.1): SimulatedService => ({
  server: () => ({ kind: 'pool', size, service: () => aloneSeconds }),
  aloneSeconds,
});
const lock: SimulatedService = {
  server: (random) => ({ kind: 'lock', share: 0.1, held: () => 0.2 + 0 * random(), rest: () => 0.05 }),
  aloneSeconds: 0.05,
};
const cpu: SimulatedService = { ...pool(1, 0.015), cpuSecondsPerRequest: 0.0145 };

const usersOf = ({ plan }: ReturnType<typeof carryOutProbe>) => plan.trials.map(({ vus }) => vus);
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
  ])('tells %s, on twenty machines with noise, in time', (_, service, classification, size) => {
    for (let seed = 1; seed <= 20; seed++) {
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

  it('plans trials that can be kept, each with a name and a seed of its own', () => {
    const { trials } = carryOutProbe(pool(7)).plan;
    for (const trial of trials) expect(trialSchema.parse(trial)).toEqual(trial);
    expect(new Set(trials.map(({ trialId }) => trialId)).size).toBe(trials.length);
    expect(new Set(trials.map(({ seed }) => seed)).size).toBe(trials.length);
  });

  it('grows the same from the same records', () => {
    const { plan, records } = carryOutProbe(pool(7));
    for (let done = 1; done < plan.trials.length; done++) {
      const half = { ...plan, trials: plan.trials.slice(0, done) };
      expect(growPlan(half, records.slice(0, done))).toEqual([plan.trials[done]]);
    }
  });

  it('gives slow answers longer windows, and ends when the time is used up', () => {
    const probed = carryOutProbe(pool(40, 2), { usersMost: 1000 });
    expect(probed.plan.trials[0]).toMatchObject({ warmupSeconds: 4, durationSeconds: 20 });
    expect(probed.loadSeconds).toBeLessThanOrEqual(300);
    const hasty = carryOutProbe(pool(40, 2), { loadSecondsMost: 60 });
    expect(usersOf(hasty)).toEqual([1, 2]);
    expect(isCutByTime(hasty.plan, hasty.records)).toBe(true);
    expect(isCutByTime(carryOutProbe(pool(7)).plan, carryOutProbe(pool(7)).records)).toBe(false);
  });

  it('tries no more users than it may, nor after a level that failed or was not measured', () => {
    expect(usersOf(carryOutProbe(pool(100), { usersMost: 20 }))).toEqual([1, 2, 4, 8, 16, 20]);
    const failing = carryOutProbe(pool(100), {}, (record) =>
      record.trial.vus < 8 ? record : { ...record, failedRequests: record.requests - 1 },
    );
    expect(usersOf(failing)).toEqual([1, 2, 4, 8]);
    const lost = carryOutProbe(
      pool(100),
      {},
      (record): TrialRecord =>
        record.trial.vus < 4
          ? record
          : {
              schemaVersion: 1,
              state: 'excluded',
              trial: record.trial,
              reason: { code: 'BENCH_GENERATOR_KILLED', message: 'k6 was ended by SIGKILL' },
            },
    );
    expect(usersOf(lost)).toEqual([1, 2, 4]);
  });

  it('has all its levels at once at given rates', () => {
    const { plan } = carryOutProbe(pool(7), { rates: [20, 50.5], windowSeconds: 10 });
    expect(plan.growth).toEqual({ kind: 'none' });
    expect(plan.trials).toMatchObject([
      { trialId: 'probe-20rps', arrivalsPerSecond: 20, vus: 220, durationSeconds: 10 },
      { trialId: 'probe-50.5rps', arrivalsPerSecond: 50.5, vus: 556 },
    ]);
  });
});
