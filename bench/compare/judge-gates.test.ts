import { describe, expect, it } from 'vitest';
import { latencyBetween } from '../analyse/fixtures/records.ts';
import { flagSource } from '../cli/flags.ts';
import { loadConfig } from '../config/load-config.ts';
import { compareRuns } from './compare-runs.ts';
import { cell, fakeRun, inTurn } from './fixtures/runs.ts';
import { demandGates } from './judge-gates.ts';
import type { StoredRun } from './stored-run.ts';

const judge = (base: StoredRun, head: StoredRun, ...gates: string[]) => {
  const pair = inTurn(base, head);
  const standards = {
    gates: loadConfig([flagSource({ gate: gates })]).gates,
    noiseFloor: null,
    force: false,
  };
  return compareRuns(pair.base, pair.head, standards).gates;
};

describe('a gate', () => {
  it('fails on a change whose whole interval lies beyond it, and passes one within it', () => {
    const [base, slower] = [fakeRun('b', [cell()], 1), fakeRun('h', [cell({ latencySeconds: 1.05 })], 2)];
    expect(judge(base, slower, 'p50:+3%', 'p50:+10%', 'throughput:-3%', 'throughput:-10%')).toMatchObject([
      { gate: 'p50:+3%', outcome: 'failed', reason: expect.stringMatching(/^\+\d.*p = .*beyond the gate/) },
      { gate: 'p50:+10%', outcome: 'passed', reason: expect.stringContaining('worse, but within the gate') },
      { gate: 'throughput:-3%', outcome: 'failed', reason: expect.stringMatching(/^−\d/) },
      { gate: 'throughput:-10%', outcome: 'passed' },
    ]);
  });

  it('passes what did not change, and what got better', () => {
    const base = fakeRun('b', [cell()], 1);
    const same = judge(base, fakeRun('h', [cell()], 2), 'p50:+3%');
    expect(same).toMatchObject([
      { outcome: 'passed', reason: expect.stringContaining('no change detected') },
    ]);
    const faster = judge(base, fakeRun('h', [cell({ latencySeconds: 0.5 })], 2), 'p50:+3%');
    expect(faster).toMatchObject([{ outcome: 'passed', reason: expect.stringContaining('better') }]);
  });

  it('says when a change beyond it is not excluded', () => {
    const noisy = cell({ spread: 0.3 });
    expect(judge(fakeRun('b', [noisy], 1), fakeRun('h', [noisy], 2), 'p50:+3%')).toMatchObject([
      { outcome: 'passed', reason: expect.stringContaining('not excluded') },
    ]);
  });

  it('is inconclusive where the repeats cannot fail it, with the number that can', () => {
    const few = [cell({ repeats: 2 })];
    const slow = [cell({ repeats: 2, latencySeconds: 9 })];
    expect(judge(fakeRun('b', few, 1), fakeRun('h', slow, 2), 'p50:+3%')).toMatchObject([
      { outcome: 'inconclusive', reason: expect.stringMatching(/2 repeats cannot fail it.*--repeats 6\)/) },
    ]);
  });

  it('takes more repeats the more is gated, as Holm adjusts over all of it', () => {
    const cells = [1, 2, 3, 5, 10, 20].map((vus) => cell({ vus }));
    const results = judge(fakeRun('b', cells, 1), fakeRun('h', cells, 2), 'p50:+3%');
    expect(results).toHaveLength(6);
    // 6 rounds in turn can show 2/216 at the least, and 0.05 / 6 is less.
    for (const { outcome, reason } of results) {
      expect(outcome).toBe('inconclusive');
      expect(reason).toContain('--repeats 7');
    }
  });

  it('does not fail by size alone: with seven others beside it, one trial that went the other way is enough', () => {
    const others = [1, 2, 3, 4, 5, 6, 7].map((vus) => cell({ vus, repeats: 8 }));
    const settled = cell({ repeats: 8, spread: 0 });
    const unlikely = cell({
      ...{ repeats: 8, spread: 0, latencySeconds: 1.05 },
      change: (record) =>
        record.trial.repeat === 8 ? { ...record, latency: latencyBetween(0.9, 0.9) } : record,
    });
    const results = judge(
      fakeRun('b', [...others, settled], 1),
      fakeRun('h', [...others, unlikely], 2),
      'p50:+3%',
    );
    expect(results.find(({ vus }) => vus === 10)).toMatchObject({
      outcome: 'passed',
      reason: expect.stringMatching(
        /^\+5.00 % \(\+5.00 % to \+5.00 %.*no change detected, though one beyond/,
      ),
    });
  });

  it('is inconclusive where a cell is unfit or was never measured', () => {
    const base = fakeRun('b', [cell()], 1);
    const failing = fakeRun('h', [cell({ change: (record) => ({ ...record, failedRequests: 2 }) })], 2);
    expect(judge(base, failing, 'throughput:-5%')).toMatchObject([
      { outcome: 'inconclusive', reason: expect.stringMatching(/takes no part: head: .*failed/) },
    ]);
    const crashed = { ...fakeRun('h', [cell()], 2), records: [] };
    expect(judge(base, crashed, 'throughput:-5%')).toMatchObject([
      { outcome: 'inconclusive', reason: expect.stringContaining('No throughput in head') },
    ]);
  });

  it('is inconclusive on a quantile that the trials are too short to show', () => {
    const short = cell({ change: (record) => ({ ...record, requests: 100 }) });
    expect(judge(fakeRun('b', [short], 1), fakeRun('h', [short], 2), 'p99:+10%')).toMatchObject([
      { outcome: 'inconclusive', reason: expect.stringMatching(/needs 500 answers.*p99/) },
    ]);
  });

  it('passes on a run compared with itself', () => {
    const run = fakeRun('b', [cell()], 1);
    const { gates } = compareRuns(run, run, {
      gates: loadConfig([flagSource({ gate: ['throughput:-5%'] })]).gates,
      noiseFloor: null,
      force: false,
    });
    expect(gates).toMatchObject([{ outcome: 'passed' }]);
  });
});

describe('demandGates', () => {
  const result = (outcome: 'passed' | 'failed' | 'inconclusive') => ({
    gate: 'p99:+10%',
    ...{ subject: 'nest', endpoint: '/async', vus: 10, arrivalsPerSecond: null },
    outcome,
    reaches: outcome !== 'passed',
    reason: `it ${outcome}.`,
  });
  it('lets through what passed', () => {
    expect(() => demandGates([])).not.toThrow();
    expect(() => demandGates([result('passed')])).not.toThrow();
  });
  it.each(['failed', 'inconclusive'] as const)('names what %s', (outcome) => {
    expect(() => demandGates([result('passed'), result(outcome)])).toThrow(
      expect.objectContaining({
        code: 'BENCH_COMPARE_GATE',
        message: expect.stringContaining(`${outcome}: p99:+10% on nest /async at 10 users (it ${outcome})`),
      }),
    );
  });
});
