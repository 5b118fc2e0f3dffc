import type { MeasuredRecord } from '@headroom/contract/records.ts';
import { scalingSchema } from '@headroom/contract/scaling.ts';
import { describe, expect, it } from 'vitest';
import { scalingSection } from '../report/scaling-section.ts';
import { analyse } from './analyse.ts';
import { articleRecords, latencyBetween, recordOf, trialOf } from './fixtures/records.ts';
import { scalingOf } from './scaling.ts';

const scalingOfRecords = (records: readonly MeasuredRecord[], cpus: number | null = 1) =>
  analyse(
    records,
    records.map(({ trial }) => trial),
    cpus,
  ).scaling;
const of = (records: readonly MeasuredRecord[], endpoint: string) =>
  scalingOfRecords(records).find((one) => one.endpoint === endpoint);

describe('how endpoints serve several at once', () => {
  it('tells the blocking handler of the article from the asynchronous one', () => {
    const all = scalingOfRecords(articleRecords);
    expect(all.map(({ endpoint, classification }) => [endpoint, classification])).toEqual([
      ['/sync', 'one-at-a-time'],
      ['/async', 'scales'],
    ]);
    const [sync, async] = all;
    expect(sync).toMatchObject({ blockedLoop: true, thinkSeconds: expect.closeTo(0.15) });
    expect(sync?.demandSeconds).toBeCloseTo(1, 2);
    expect(sync?.kneeUsers).toBeCloseTo(1.15, 1);
    expect(async).toMatchObject({ blockedLoop: false, kneeUsers: null, concurrency: { bound: 'lower' } });
    for (const one of all) expect(scalingSchema.parse(one)).toEqual(one);
  });

  it('takes the lone user from the baseline where the plan has none', () => {
    const records = articleRecords.map((record) =>
      record.trial.vus === 1 ? { ...record, trial: { ...record.trial, baseline: true } } : record,
    );
    expect(of(records, '/sync')).toMatchObject({ classification: 'one-at-a-time', serviceSeconds: 1.0021 });
    const without = records.filter(({ trial }) => !trial.baseline);
    expect(of(without, '/sync')).toMatchObject({ classification: 'unknown', serviceSeconds: null });
  });

  it('leaves failed requests and saturated generators out, and says so', () => {
    const broken = recordOf(trialOf('/async', 20), { requests: 100, failedRequests: 3 });
    const saturated = recordOf(trialOf('/async', 50), {
      requests: 100,
      generator: { cpuSeconds: 30, cpuShare: 0.95, droppedIterations: 0 },
    });
    const { classification, evidence } = of([...articleRecords, broken, saturated], '/async') ?? {};
    expect(classification).toBe('scales');
    expect(evidence).toContain('Left out: 20 users, which had failed requests.');
    expect(evidence).toContain('Left out: 50 users, which had a saturated generator.');
  });

  it('takes no cells at a given rate of requests', () => {
    const { cells, baselines } = analyse(
      articleRecords,
      articleRecords.map(({ trial }) => trial),
    );
    const open = cells.map((cell) => ({ ...cell, arrivalsPerSecond: 5 }));
    const trials = articleRecords.map(({ trial }) => trial);
    expect(scalingOf(open, baselines, trials, 1)).toEqual([]);
    expect(scalingOf([...cells, ...open], baselines, trials, 1)).toEqual(
      scalingOf(cells, baselines, trials, 1),
    );
  });

  it('calls what keeps its CPU busy bound by it', () => {
    const lone = recordOf(trialOf('/cpu', 1), {
      requests: 240,
      latency: latencyBetween(0.099, 0.101),
      inFlightAtCutoff: 0,
      subject: { ...idle, cpuSeconds: 12, latencyMeanSeconds: 0.1 },
    });
    const loaded = recordOf(trialOf('/cpu', 10), {
      requests: 300,
      latency: latencyBetween(0.84, 0.86),
      subject: { ...idle, cpuSeconds: 29.8, latencyMeanSeconds: 0.1 },
    });
    expect(of([lone, loaded], '/cpu')).toMatchObject({
      classification: 'cpu-bound',
      concurrency: { value: 1, bound: 'estimate' },
    });
  });
});

const idle = {
  cpuSeconds: null,
  longestStallSeconds: null,
  loopUtilization: null,
  peakResidentBytes: null,
  idleResidentBytes: null,
  throttledSeconds: null,
};

describe('its section of the report', () => {
  it('has a row for each endpoint and the evidence below', () => {
    const section = scalingSection(scalingOfRecords(articleRecords));
    expect(section?.table?.rows[1]?.slice(0, 4)).toEqual([
      'nest',
      '/sync',
      'one at a time, its loop blocked',
      '1.00',
    ]);
    expect(section?.table?.rows[2]?.slice(2, 4)).toEqual(['as many as came', '≥ 86.9']);
    expect(section?.lines[0]).toContain('nest /sync: A lone user is answered in 1.00 s (R0)');
    expect(scalingSection([])).toBeNull();
  });
});
