import { comparedMetrics } from '@headroom/contract/comparison.ts';
import type { Latency, MeasuredRecord, Trial } from '@headroom/contract/records.ts';
import { assert, constantFrom, integer, property, record as recordOf } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { loadConfig } from '../config/load-config.ts';
import { casesOf } from '../fixtures/thoroughness.ts';
import { seededRandom, shuffle } from '../random/seeded-random.ts';
import { compareRuns, type Standards } from './compare-runs.ts';
import { fakeRun, inTurn } from './fixtures/runs.ts';
import type { StoredRun } from './stored-run.ts';

const standards: Standards = {
  gates: loadConfig([flagSource({ gate: ['throughput:-5%', 'p50:+10%', 'cpu:+5%'] })]).gates,
  noiseFloor: null,
  force: false,
};

/** Two runs of two cells, of any size, noise and true change, in turn or apart. */
const twoRuns = recordOf({
  seed: integer({ min: 1, max: 2 ** 30 }),
  repeats: integer({ min: 1, max: 9 }),
  spread: constantFrom(0, 0.001, 0.02, 0.3),
  slowdown: constantFrom(1, 1.04, 1.3),
  paired: constantFrom(true, false),
}).map(({ seed, repeats, spread, slowdown, paired }) => {
  const cell = (endpoint: '/async' | '/cpu', latencySeconds: number) => ({
    ...{ endpoint, vus: 10, latencySeconds, spread, repeats },
  });
  const base = fakeRun('base', [cell('/async', 0.4), cell('/cpu', 0.1)], seed);
  const head = fakeRun('head', [cell('/async', 0.4 * slowdown), cell('/cpu', 0.1)], seed + 1);
  return { ...(paired ? inTurn(base, head) : { base, head }), seed };
});

const compare = (base: StoredRun, head: StoredRun) => compareRuns(base, head, standards);

describe('comparing', () => {
  it('a run with a copy under another name finds no change', () => {
    assert(
      property(twoRuns, ({ base }) => {
        const copy = { ...base, manifest: { ...base.manifest, runId: 'copy', pair: null } };
        const comparison = compare({ ...base, manifest: { ...base.manifest, pair: null } }, copy);
        for (const { change, ratio, pValue } of comparison.rows) {
          expect(['none-detected', 'cannot-tell']).toContain(change);
          if (ratio !== null) expect([ratio, pValue]).toEqual([1, 1]);
        }
        expect(comparison.gates.map(({ outcome }) => outcome)).not.toContain('failed');
      }),
      { numRuns: casesOf(20) },
    );
  });

  it('gives the same in whatever order the records were kept', () => {
    assert(
      property(twoRuns, ({ base, head, seed }) => {
        const random = seededRandom(seed);
        const shuffled = (run: StoredRun) => ({ ...run, records: shuffle(run.records, random) });
        expect(compare(shuffled(base), shuffled(head))).toEqual(compare(base, head));
      }),
      { numRuns: casesOf(20) },
    );
  });

  it('gives the same verdicts whatever the unit of time is', () => {
    assert(
      property(twoRuns, constantFrom(1 / 1024, 0.25, 4, 64), ({ base, head }, factor) => {
        const [before, after] = [
          compare(base, head),
          compare(slowDown(base, factor), slowDown(head, factor)),
        ];
        for (const [i, row] of after.rows.entries()) {
          const other = before.rows[i];
          expect(row.change).toBe(other?.change);
          expect(row.pValue ?? -1).toBeCloseTo(other?.pValue ?? -1, 9);
          expect(row.ratio ?? -1).toBeCloseTo(other?.ratio ?? -1, 9);
        }
        expect(after.gates.map(({ outcome }) => outcome)).toEqual(before.gates.map(({ outcome }) => outcome));
      }),
      { numRuns: casesOf(20) },
    );
  });

  it('has the two change places when they do, and a change its direction', () => {
    const opposite = { higher: 'lower', lower: 'higher' } as Record<string, string>;
    assert(
      property(twoRuns, ({ base, head }) => {
        const [there, back] = [compare(base, head), compare(head, base)];
        for (const [i, row] of back.rows.entries()) {
          const other = there.rows[i];
          expect(row.pValue ?? -1).toBeCloseTo(other?.pValue ?? -1, 9);
          expect(row.change).toBe(opposite[other?.change ?? ''] ?? other?.change);
        }
      }),
      { numRuns: casesOf(20) },
    );
  });

  it('has a row for every figure of every cell', () => {
    assert(
      property(twoRuns, ({ base, head }) => {
        expect(compare(base, head).rows).toHaveLength(2 * comparedMetrics.length);
      }),
      { numRuns: casesOf(20) },
    );
  });
});

/** The same run on a machine, with users and a clock, that are all slower by a factor. */
function slowDown(run: StoredRun, factor: number): StoredRun {
  const ofTrial = (trial: Trial): Trial => ({
    ...trial,
    warmupSeconds: trial.warmupSeconds * factor,
    durationSeconds: trial.durationSeconds * factor,
    thinkTime: {
      minSeconds: trial.thinkTime.minSeconds * factor,
      maxSeconds: trial.thinkTime.maxSeconds * factor,
    },
    start: { kind: 'staggered', overSeconds: 1.15 * factor },
    declaredServiceSeconds:
      trial.declaredServiceSeconds === null ? null : trial.declaredServiceSeconds * factor,
  });
  const ofLatency = (latency: Latency): Latency => ({
    mean: latency.mean * factor,
    min: latency.min * factor,
    max: latency.max * factor,
    quantiles: latency.quantiles.map((value) => value * factor),
  });
  const ofRecord = (record: MeasuredRecord): MeasuredRecord => ({
    ...record,
    trial: ofTrial(record.trial),
    measuredSeconds: record.measuredSeconds * factor,
    latency: record.latency === null ? null : ofLatency(record.latency),
    subject: { ...record.subject, cpuSeconds: (record.subject.cpuSeconds ?? 0) * factor },
  });
  const { plan } = run.manifest;
  return {
    manifest: { ...run.manifest, plan: { ...plan, trials: plan.trials.map(ofTrial) } },
    records: run.records.map((record) => (record.state === 'measured' ? ofRecord(record) : record)),
  };
}
