import type { Growth, RunPlan } from '@headroom/contract/manifest.ts';
import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import { trialSchema } from '@headroom/contract/records.ts';
import { describe, expect, it } from 'vitest';
import { capacities } from '../analyse/capacities.ts';
import { capacityRatios } from '../analyse/capacity-ratios.ts';
import { latencyBetween, recordOf } from '../analyse/fixtures/records.ts';
import { flagSource } from '../cli/flags.ts';
import { loadConfig } from '../config/load-config.ts';
import { seededRandom } from '../random/seeded-random.ts';
import { growPlan } from './grow-plan.ts';
import { planCapacity } from './plan-capacity.ts';

type Search = Extract<Growth, { kind: 'capacity' }>;

const planOf = (options: object) =>
  planCapacity(
    loadConfig([flagSource({ endpoint: '/sync,/async', duration: '10s', repeats: 3, ...options })]),
  );

/** Runs a plan to its end on a system that is told by what comes of a trial. */
function carryOut(plan: RunPlan, recordFor: (trial: Trial) => TrialRecord) {
  let trials = plan.trials;
  const records: TrialRecord[] = [];
  for (let fresh = trials; fresh.length > 0; ) {
    records.push(...fresh.map(recordFor));
    fresh = growPlan({ ...plan, trials }, records);
    trials = [...trials, ...fresh];
    expect(trials.length).toBeLessThan(200);
  }
  const found = capacities(trials, plan.growth as Search, records);
  return { trials, records, found, of: (path: string) => found.find(({ endpoint }) => endpoint === path) };
}

/** Answers as many requests a second as it can, quickly; beyond that it falls behind. */
function server(capacityOf: (endpoint: string) => number, serviceSeconds = 0.1) {
  return (trial: Trial): TrialRecord => {
    const offered = trial.arrivalsPerSecond ?? trial.vus / 0.25;
    const answered = Math.min(offered, capacityOf(trial.endpoint));
    const late = offered > answered ? 5 : 0;
    return recordOf(trial, {
      requests: Math.round(answered * trial.durationSeconds),
      latency: latencyBetween(serviceSeconds, serviceSeconds + 0.1 + late),
      inFlightAtCutoff: Math.round((offered - answered) * trial.durationSeconds) + 1,
    });
  };
}

describe('a plan that grows until capacities are known', () => {
  const plan = planOf({ slo: 'p95=300ms' });

  it('starts at the rate that the duration is long enough for, every endpoint once', () => {
    expect(plan.trials.map(({ trialId }) => trialId)).toEqual(['nest-sync-11rps-r1', 'nest-async-11rps-r1']);
    expect(plan).toMatchObject({
      preset: 'capacity',
      growth: { kind: 'capacity', model: 'open', most: 1000 },
    });
  });

  it('finds what each carries, in turn, and by how much they differ', () => {
    const { trials, found, of } = carryOut(
      plan,
      server((endpoint) => (endpoint === '/sync' ? 9.5 : 300)),
    );
    for (const trial of trials) expect(trialSchema.parse(trial)).toEqual(trial);
    expect(new Set(trials.map(({ trialId }) => trialId)).size).toBe(trials.length);
    const [sync, async] = [of('/sync'), of('/async')];
    for (const [capacity, known] of [
      [9.5, sync],
      [300, async],
    ] as const) {
      expect(known).toMatchObject({ bound: 'bracket', slo: { percent: 95, seconds: 0.3 } });
      // 5 % of what is offered may stay unanswered.
      expect(known?.held).toBeLessThan(1.07 * capacity);
      expect(known?.broke).toBeGreaterThan(capacity);
      expect((known?.broke ?? 0) / (known?.held ?? 1)).toBeLessThan(1.051);
      expect([known?.held, known?.broke]).toEqual([known?.interval.low, known?.interval.high]);
    }
    expect(trials.filter(({ endpoint }) => endpoint === '/async').length).toBeLessThan(20);
    const [ratio] = capacityRatios(found);
    expect(ratio).toMatchObject({ endpoint: '/async', than: '/sync', bound: 'estimate' });
    expect(ratio?.times).toBeGreaterThan(29);
    expect(ratio?.times).toBeLessThan(34);
  });

  it('gives a trial the window that its quantile takes', () => {
    const { trials } = carryOut(
      plan,
      server(() => 2),
    );
    const slow = trials.filter(({ arrivalsPerSecond }) => (arrivalsPerSecond ?? 0) < 3);
    expect(slow.length).toBeGreaterThan(0);
    for (const { arrivalsPerSecond, durationSeconds, requestTimeoutSeconds } of trials) {
      expect((arrivalsPerSecond ?? 0) * durationSeconds).toBeGreaterThanOrEqual(102);
      expect(requestTimeoutSeconds).toBeGreaterThan(durationSeconds);
    }
  });

  it('goes on from any records as it would have done at once', () => {
    const record = server(() => 40);
    const { trials, records } = carryOut(plan, record);
    const random = seededRandom(7);
    for (let i = 0; i < 10; i++) {
      const done = Math.max(1, Math.floor((random() * trials.length) / 2) * 2);
      const half = { ...plan, trials: trials.slice(0, done) };
      const grown = growPlan(half, records.slice(0, done));
      expect(grown.map(({ trialId }) => trialId)).toEqual(
        growPlan(half, records.slice(0, done).toReversed()).map(({ trialId }) => trialId),
      );
    }
  });

  it('says at least where nothing breaks, and where k6 may be what broke', () => {
    const { of } = carryOut(
      planOf({ slo: 'p95=300ms', rateMax: '50' }),
      server(() => 1e6),
    );
    expect(of('/async')).toMatchObject({ held: 50, broke: null, bound: 'lower' });
    expect(of('/async')?.reason).toContain('--rate-max');
    const limited = carryOut(plan, (trial) => ({
      ...(server(() => 100)(trial) as Extract<TrialRecord, { state: 'measured' }>),
      generator: { cpuSeconds: 9, cpuShare: 0.9, droppedIterations: 0 },
    }));
    expect(limited.of('/async')).toMatchObject({ bound: 'lower', interval: { high: null } });
    expect(limited.of('/async')?.reason).toContain('k6 had no CPU to spare');
  });

  it('does not hunt for a level below what the service takes by itself', () => {
    const { of, trials } = carryOut(
      plan,
      server(() => 1e6, 1),
    );
    expect(of('/async')).toMatchObject({ held: null, broke: 11, bound: 'upper' });
    expect(of('/async')?.reason).toContain('even the quickest answer took 1.00 s');
    expect(trials).toHaveLength(6);
  });

  it('gives up on an endpoint whose trials fail for reasons of the machine', () => {
    const { of, trials } = carryOut(plan, (trial) =>
      trial.endpoint === '/sync'
        ? {
            ...{ schemaVersion: 1, state: 'excluded', trial },
            reason: { code: 'BENCH_GENERATOR_KILLED', message: 'k6 was ended by SIGKILL' },
          }
        : server(() => 40)(trial),
    );
    expect(of('/sync')).toMatchObject({ bound: 'unknown', reason: 'k6 was ended by SIGKILL' });
    expect(trials.filter(({ endpoint }) => endpoint === '/sync')).toHaveLength(3);
    expect(of('/async')).toMatchObject({ bound: 'bracket' });
  });

  it('takes a subject that ends under the load for one that broke', () => {
    const { of } = carryOut(plan, (trial) =>
      (trial.arrivalsPerSecond ?? 0) > 60
        ? {
            ...{ schemaVersion: 1, state: 'excluded', trial },
            reason: { code: 'BENCH_SUBJECT_EXITED', message: 'the subject ended' },
          }
        : server(() => 1e6)(trial),
    );
    expect(of('/sync')).toMatchObject({ bound: 'bracket', reason: 'the subject ended' });
  });

  it('counts users in the closed model, and repeats a trial that was too short for its quantile', () => {
    const closed = planOf({ slo: 'p95=300ms', model: 'closed', usersMax: '100', duration: '2s' });
    expect(closed.trials[0]).toMatchObject({ vus: 8, arrivalsPerSecond: null, durationSeconds: 2 });
    const { of, trials } = carryOut(
      closed,
      server(() => 90),
    );
    expect(of('/sync')).toMatchObject({ model: 'closed', held: 22, broke: 23, bound: 'bracket' });
    expect(trials.some(({ vus, durationSeconds }) => vus === 8 && durationSeconds > 2)).toBe(true);
  });

  it('says how long a window would have to be, where none that is tried is long enough', () => {
    const lazy = planOf({ slo: 'p99=300ms', model: 'closed', duration: '5s' });
    const { of } = carryOut(lazy, (trial) =>
      recordOf(trial, { requests: 2, latency: latencyBetween(0.1, 0.2), inFlightAtCutoff: 0 }),
    );
    expect(of('/sync')).toMatchObject({ bound: 'unknown' });
    expect(of('/sync')?.reason).toMatch(
      /p99 of so few requests takes a window of \d+ s: give --duration \d+s/,
    );
  });
});
