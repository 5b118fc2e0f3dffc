import { trialSchema } from '@headroom/contract/records.ts';
import { describe, expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { loadConfig } from '../config/load-config.ts';
import { planTrials } from './plan-trials.ts';

const plan = (options: Record<string, unknown>) => planTrials(loadConfig([flagSource(options)]));
const ids = (options: Record<string, unknown>) => plan(options).trials.map(({ trialId }) => trialId);

describe('planTrials', () => {
  it('plans each cell once a repeat, by the same seed always alike', () => {
    const options = { repeats: 3, seed: 5 };
    expect(ids(options)).toEqual(ids(options));
    expect(new Set(ids(options)).size).toBe(24);
    expect(ids({ repeats: 3, seed: 6 })).not.toEqual(ids(options));
  });

  it('interleaves: every round holds every cell', () => {
    const trials = plan({ repeats: 4 }).trials;
    for (let round = 0; round < 4; round++) {
      expect(new Set(trials.slice(round * 8, round * 8 + 8).map(({ repeat }) => repeat))).toEqual(
        new Set([round + 1]),
      );
    }
  });

  it('keeps the given order when told to', () => {
    expect(ids({ endpoint: '/sync,/async', vus: '10,1', order: 'listed' })).toEqual([
      'nest-sync-10vu-r1',
      'nest-sync-1vu-r1',
      'nest-async-10vu-r1',
      'nest-async-1vu-r1',
    ]);
  });

  it('adds a short baseline for an endpoint without the level 1, first', () => {
    const { trials } = plan({ endpoint: '/cpu', vus: '5,10', duration: '30s' });
    expect(trials[0]).toMatchObject({
      trialId: 'nest-cpu-1vu-baseline',
      vus: 1,
      baseline: true,
      durationSeconds: 5,
    });
    expect(trials.filter(({ baseline }) => baseline)).toHaveLength(1);
    for (const options of [{ vus: '1,10' }, { vus: '10', baselines: false }]) {
      const { trials: without } = plan({ endpoint: '/cpu', ...options });
      expect(without.some(({ baseline }) => baseline)).toBe(false);
    }
  });

  it('sends at a rate without thought or baseline, whoever is free', () => {
    const { trials } = plan({ endpoint: '/cpu', rate: '0.5,20', duration: '7s', order: 'listed' });
    expect(trials.map(({ trialId }) => trialId)).toEqual(['nest-cpu-0.5rps-r1', 'nest-cpu-20rps-r1']);
    expect(trials[1]).toMatchObject({
      arrivalsPerSecond: 20,
      vus: 200,
      baseline: false,
      thinkTime: { minSeconds: 0, maxSeconds: 0 },
    });
    for (const trial of trials) expect(trialSchema.safeParse(trial).success).toBe(true);
  });

  it('staggers users over one cycle, or starts them at the spawn rate', () => {
    const [sync] = plan({ endpoint: '/sync', vus: '1' }).trials;
    expect(sync?.start).toEqual({ kind: 'staggered', overSeconds: 1.15 });
    expect(sync?.declaredServiceSeconds).toBe(1);
    const [spawned] = plan({ endpoint: '/cpu', vus: '1', spawnRate: '10' }).trials;
    expect(spawned?.start).toEqual({ kind: 'spawn-rate', usersPerSecond: 10 });
    expect(spawned?.declaredServiceSeconds).toBeNull();
  });

  it('takes the wait of a variant for what its service takes', () => {
    const [variant] = plan({ endpoint: '/async?delay=0.02', vus: '1' }).trials;
    expect(variant).toMatchObject({ trialId: 'nest-async-delay-0.02-1vu-r1', declaredServiceSeconds: 0.02 });
    expect(trialSchema.safeParse(variant).success).toBe(true);
  });

  it('sends bystanders beside real work, and elsewhere as asked', () => {
    const sent = (options: Record<string, unknown>) =>
      new Set(plan({ vus: '1', ...options }).trials.map((trial) => trial.bystandersPerSecond));
    expect(sent({ endpoint: '/db/async,/cpu,/disk/sync' })).toEqual(new Set([5]));
    expect(sent({ endpoint: '/async,/noop/sync' })).toEqual(new Set([0]));
    expect(sent({ endpoint: '/db/async,/async', bystanders: '2' })).toEqual(new Set([2]));
    expect(sent({ endpoint: '/db/async', bystanders: '0' })).toEqual(new Set([0]));
  });

  it('lets no honest wait end in a time-out', () => {
    for (const trial of plan({ preset: 'full' }).trials) {
      expect(trial.requestTimeoutSeconds).toBeGreaterThan(trial.warmupSeconds + trial.durationSeconds);
      expect(trialSchema.safeParse(trial).success).toBe(true);
    }
  });
});
