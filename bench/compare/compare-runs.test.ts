import { type Comparison, comparisonSchema } from '@headroom/contract/comparison.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import { describe, expect, it } from 'vitest';
import { latencyBetween } from '../analyse/fixtures/records.ts';
import { compareRuns, type Standards } from './compare-runs.ts';
import { type FakeCell, fakeRun, inTurn } from './fixtures/runs.ts';
import type { StoredRun } from './stored-run.ts';

const none: Standards = { gates: [], noiseFloor: null, force: false };
const cell = (figures: Partial<FakeCell> = {}): FakeCell => ({
  endpoint: '/async',
  vus: 10,
  latencySeconds: 1,
  spread: 0.01,
  repeats: 8,
  ...figures,
});
const rowOf = ({ rows }: Comparison, metric: string, endpoint = '/async') => {
  const row = rows.find((one) => one.metric === metric && one.endpoint === endpoint);
  if (!row) throw new Error(`no ${metric} of ${endpoint}`);
  return row;
};
const codes = (comparison: Comparison, metric: string) =>
  rowOf(comparison, metric).warnings.map(({ code }) => code);

describe('two runs', () => {
  it('show a change that is there and none that is not', () => {
    const { base, head } = inTurn(
      fakeRun('b', [cell(), cell({ endpoint: '/cpu' })], 1),
      fakeRun('h', [cell({ latencySeconds: 1.2 }), cell({ endpoint: '/cpu' })], 2),
    );
    const comparison = comparisonSchema.parse(compareRuns(base, head, none));
    expect(comparison.paired).toBe(true);
    const slower = rowOf(comparison, 'p50');
    expect(slower).toMatchObject({ change: 'higher', test: 'block-permutation', warnings: [] });
    expect(slower.ratio).toBeGreaterThan(1.17);
    expect(slower.ratioInterval?.low).toBeGreaterThan(1.15);
    expect(rowOf(comparison, 'throughput').change).toBe('lower');
    expect(rowOf(comparison, 'p50', '/cpu').change).toBe('none-detected');
    // Holm over the two cells of the figure.
    expect(slower.adjustedPValue).toBeCloseTo(2 * (slower.pValue ?? 0), 10);
  });

  it('are held against each other as wholes when they were not measured in turn', () => {
    const comparison = compareRuns(
      fakeRun('b', [cell({ repeats: 6 })], 1),
      fakeRun('h', [cell({ repeats: 9, latencySeconds: 1.2 })], 2),
      none,
    );
    expect(comparison.paired).toBe(false);
    expect(rowOf(comparison, 'mean')).toMatchObject({
      test: 'permutation',
      change: 'higher',
      base: { trials: 6 },
      head: { trials: 9 },
    });
  });

  it('of too few repeats cannot tell, and say how many it takes', () => {
    const { base, head } = inTurn(
      fakeRun('b', [cell({ repeats: 2 })], 1),
      fakeRun('h', [cell({ repeats: 2, latencySeconds: 3 })], 2),
    );
    const comparison = compareRuns(base, head, none);
    expect(rowOf(comparison, 'p50')).toMatchObject({
      change: 'cannot-tell',
      repeatsNeeded: 5,
      base: { interval: null },
    });
    expect(rowOf(comparison, 'p50').warnings).toEqual([
      { code: 'too-few-repeats', message: expect.stringMatching(/2 and 2 repeats.*takes 5 on each side/) },
    ]);
  });

  it('of a run with itself show no change anywhere', () => {
    const run = fakeRun('b', [cell(), cell({ vus: 1, repeats: 1 })], 1);
    const comparison = compareRuns(run, run, none);
    expect(new Set(comparison.rows.map(({ change }) => change))).toEqual(
      new Set(['none-detected', 'cannot-tell']),
    );
    expect(comparison.differences).toEqual([]);
    expect(rowOf(comparison, 'p50').ratio).toBe(1);
  });

  it('leave out rounds in which one of two in turn has no figure', () => {
    const { base, head } = inTurn(fakeRun('b', [cell()], 1), fakeRun('h', [cell()], 2));
    const without = { ...base, records: base.records.filter(({ trial }) => trial.repeat !== 3) };
    const row = rowOf(compareRuns(without, head, none), 'mean');
    expect([row.base.trials, row.head.trials]).toEqual([7, 7]);
  });

  it('without a common cell are refused by the names of theirs', () => {
    expect(() => compareRuns(fakeRun('b', [cell()], 1), fakeRun('h', [cell({ vus: 20 })], 2), none)).toThrow(
      expect.objectContaining({
        code: 'BENCH_COMPARE_NO_COMMON_CELL',
        message: expect.stringMatching(
          /base has nest \/async at 10 users, head has nest \/async at 20 users/,
        ),
      }),
    );
  });

  it('name the cells that only one of them has', () => {
    const comparison = compareRuns(
      fakeRun('b', [cell(), cell({ vus: 1 })], 1),
      fakeRun('h', [cell(), cell({ endpoint: '/cpu' })], 2),
      none,
    );
    expect(comparison.onlyIn).toEqual({ base: ['nest /async at 1 user'], head: ['nest /cpu at 10 users'] });
  });
});

describe('a cell that is unfit', () => {
  const compareWith = (figures: Partial<FakeCell>) =>
    compareRuns(fakeRun('b', [cell()], 1), fakeRun('h', [cell({ latencySeconds: 2, ...figures })], 2), none);

  it('with failed requests takes no part in anything', () => {
    const comparison = compareWith({ change: (record) => ({ ...record, failedRequests: 1 }) });
    for (const row of comparison.rows) {
      expect(row).toMatchObject({ change: 'cannot-tell', pValue: null });
      expect(row.warnings).toEqual([
        { code: 'cell-unfit', message: expect.stringMatching(/^head: .*requests failed/) },
      ]);
    }
  });

  it('with a saturated generator takes no part in anything', () => {
    const comparison = compareWith({
      change: (record) => ({ ...record, generator: { ...record.generator, cpuShare: 0.9 } }),
    });
    expect(codes(comparison, 'throughput')).toEqual(['cell-unfit']);
  });

  it('with a censored latency keeps its throughput', () => {
    const comparison = compareWith({
      change: (record) => ({ ...record, requests: 60, latency: latencyBetween(3.2, 3.4) }),
    });
    expect(codes(comparison, 'mean')).toEqual(['cell-unfit']);
    expect(rowOf(comparison, 'throughput').change).toBe('lower');
  });
});

describe('warnings', () => {
  it('name a trial far from the others, with what stands out in it', () => {
    const spoilt = cell({
      change: (record) =>
        record.trial.repeat === 5
          ? {
              ...record,
              latency: latencyBetween(4, 5),
              subject: { ...record.subject, longestStallSeconds: 3 },
            }
          : record,
    });
    const comparison = compareRuns(fakeRun('b', [cell()], 1), fakeRun('h', [spoilt], 2), none);
    expect(rowOf(comparison, 'p50').warnings).toEqual([
      {
        code: 'outliers',
        message: expect.stringMatching(/head: nest-async-10vu-r5 \(its event loop stood still/),
      },
    ]);
  });

  it('tell of two groups of trials', () => {
    const twofold = cell({
      repeats: 12,
      change: (record) =>
        record.trial.repeat % 2 === 0
          ? { ...record, latency: latencyBetween(1.99 + record.trial.repeat / 1e3, 2) }
          : record,
    });
    const comparison = compareRuns(fakeRun('b', [cell()], 1), fakeRun('h', [twofold], 2), none);
    expect(codes(comparison, 'mean')).toContain('bimodal');
  });

  it('tell of trials that drift', () => {
    const warming = cell({
      change: (record) => ({ ...record, latency: latencyBetween(1, 1 + record.trial.repeat / 10) }),
    });
    const comparison = compareRuns(fakeRun('b', [cell()], 1), fakeRun('h', [warming], 2), none);
    expect(codes(comparison, 'mean')).toContain('drift');
  });

  it('mark a change below the noise floor, and only there', () => {
    const runs = [fakeRun('b', [cell()], 1), fakeRun('h', [cell({ latencySeconds: 1.2 })], 2)] as const;
    const floor = (p50: number) => ({ ...none, noiseFloor: { runId: 'n', shares: { p50 } } });
    expect(codes(compareRuns(...runs, floor(0.3)), 'p50')).toEqual(['below-noise-floor']);
    expect(codes(compareRuns(...runs, floor(0.1)), 'p50')).toEqual([]);
    expect(codes(compareRuns(...runs, floor(0.3)), 'mean')).toEqual([]);
  });
});

describe('differences', () => {
  const base = fakeRun('b', [cell()], 1);
  const headWith = (change: (manifest: Manifest) => Partial<Manifest>): StoredRun => {
    const head = fakeRun('h', [cell()], 2);
    return { ...head, manifest: { ...head.manifest, ...change(head.manifest) } };
  };
  const slowedDown = (manifest: Manifest) => ({
    plan: {
      ...manifest.plan,
      trials: manifest.plan.trials.map((trial) => ({ ...trial, durationSeconds: 5 })),
    },
  });

  it('that explain no change of the figures are listed', () => {
    const head = headWith((manifest) => ({
      gitCommit: '0123456789abcdef',
      versions: { ...manifest.versions, node: 'v25.0.0' },
      machine: { ...manifest.machine, release: '6.2.0' },
      subjects: {
        ...manifest.subjects,
        nest: { ...manifest.subjects.nest, entry: '/other.js', poolSize: 4 },
      },
    }));
    expect(compareRuns(base, head, none).differences).toEqual([
      { what: 'kernel', base: '6.1.0', head: '6.2.0' },
      { what: 'Node', base: 'v24.21.0', head: 'v25.0.0' },
      { what: 'commit', base: 'unknown', head: '0123456789ab' },
      { what: 'nest.poolSize', base: 'its default', head: '4' },
      { what: 'nest.entry', base: 'its default', head: '/other.js' },
    ]);
  });

  it.each<[string, (manifest: Manifest) => Partial<Manifest>, RegExp]>([
    [
      'CPU model',
      ({ machine }) => ({ machine: { ...machine, cpuModel: 'Other' } }),
      /CPU model \(Example.*Other\)/,
    ],
    ['CPUs', ({ machine }) => ({ machine: { ...machine, cpus: 4 } }), /number of CPUs \(2 and 4\)/],
    ['runtime', () => ({ runtime: 'compose' }), /runtime \(native and compose\)/],
    [
      'CPUs of the subject',
      () => ({ cpus: { subject: [0, 1], generator: [0] } }),
      /the subject's CPUs \(1 and 0, 1\)/,
    ],
    ['duration', slowedDown, /duration \(30 s and 5 s\)/],
    [
      'work',
      ({ subjects }) => ({ subjects: { ...subjects, nest: { ...subjects.nest, delaySeconds: 2 } } }),
      /nest\.delaySeconds \(1 and 2\)/,
    ],
  ])('in the %s are refused unless forced', (_, change, message) => {
    const head = headWith(change);
    expect(() => compareRuns(base, head, none)).toThrow(
      expect.objectContaining({ code: 'BENCH_COMPARE_DIFFERENT', message: expect.stringMatching(message) }),
    );
    expect(compareRuns(base, head, { ...none, force: true }).differences).toHaveLength(1);
  });

  it('in settings of a service that no common cell is of do not matter', () => {
    const head = headWith(({ subjects }) => ({
      subjects: { ...subjects, fastapi: { ...subjects.fastapi, delaySeconds: 9 } },
    }));
    expect(compareRuns(base, head, none).differences).toEqual([]);
  });
});
