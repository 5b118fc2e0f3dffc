import type { TrialRecord } from '@headroom/contract/records.ts';
import { trialSchema } from '@headroom/contract/records.ts';
import { describe, expect, it } from 'vitest';
import { carryOutProbe, pool } from './fixtures/simulated-probe.ts';
import { growPlan } from './grow-plan.ts';
import { isCutByTime } from './grow-probe.ts';

const usersOf = ({ plan }: ReturnType<typeof carryOutProbe>) => plan.trials.map(({ vus }) => vus);

describe('a probe that grows level by level', () => {
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
