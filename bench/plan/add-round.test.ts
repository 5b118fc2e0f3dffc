import type { MeasuredRecord, Trial } from '@headroom/contract/records.ts';
import { describe, expect, it } from 'vitest';
import { latencyBetween, recordOf, trialOf } from '../analyse/fixtures/records.ts';
import { addRound } from './add-round.ts';

const growth = { kind: 'until-stable', targetShare: 0.05, budgetSeconds: 36_000 } as const;
const rounds = (endpoint: '/sync' | '/async', count: number) =>
  Array.from({ length: count }, (_, i) => trialOf(endpoint, 10, i + 1));

/** Records whose throughput goes up and down by that share from trial to trial. */
const wavering = (trials: readonly Trial[], share: number): MeasuredRecord[] =>
  trials.map((trial, i) => recordOf(trial, { requests: Math.round(1000 * (1 + (i % 2 ? share : -share))) }));

describe('addRound', () => {
  it('adds a round until there is an interval, and none once it is narrow enough', () => {
    for (const count of [1, 5]) {
      const trials = rounds('/async', count);
      expect(addRound(trials, growth, 1, wavering(trials, 0.01)).map(({ trialId }) => trialId)).toEqual([
        `nest-async-10vu-r${count + 1}`,
      ]);
    }
    const enough = rounds('/async', 6);
    expect(addRound(enough, growth, 1, wavering(enough, 0.01))).toEqual([]);
  });

  it('repeats only the cells that are not known well enough', () => {
    const [steady, noisy] = [rounds('/async', 8), rounds('/sync', 8)];
    const records = [...wavering(steady, 0.01), ...wavering(noisy, 0.2)];
    const added = addRound([...steady, ...noisy], growth, 1, records);
    expect(added.map(({ endpoint, repeat }) => [endpoint, repeat])).toEqual([['/sync', 9]]);
    expect(addRound([...steady, ...noisy], { ...growth, targetShare: 0.3 }, 1, records)).toEqual([]);
  });

  it('looks at the median latency too', () => {
    const trials = rounds('/async', 6);
    const records = trials.map((trial, i) =>
      recordOf(trial, { latency: latencyBetween(1 + i / 10, 1.2 + i / 10) }),
    );
    expect(addRound(trials, growth, 1, records)).toHaveLength(1);
  });

  it('stops when the load that is planned fills the budget, whatever came of it', () => {
    const trials = rounds('/async', 3);
    expect(addRound(trials, { ...growth, budgetSeconds: 100 }, 1, [])).toHaveLength(1);
    expect(addRound(trials, { ...growth, budgetSeconds: 99 }, 1, [])).toEqual([]);
  });

  it('gives every new trial a seed of its own, by the same seed always alike', () => {
    const trials = [...rounds('/async', 2), ...rounds('/sync', 2)];
    const added = addRound(trials, growth, 1, []);
    expect(addRound(trials, growth, 1, [])).toEqual(added);
    expect(new Set(added.map(({ seed }) => seed)).size).toBe(2);
  });
});
