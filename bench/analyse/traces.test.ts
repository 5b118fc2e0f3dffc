import { describe, expect, it } from 'vitest';
import { latencyBetween, recordOf, trialOf } from './fixtures/records.ts';
import { tracesOf } from './traces.ts';

const series = (answered: number) => [{ atSeconds: 1, answered, medianLatencySeconds: null }];

describe('tracesOf', () => {
  it('takes of each endpoint the trials at its highest level, in the order of their repeats', () => {
    const traces = tracesOf([
      recordOf(trialOf('/sync', 10, 2), { series: series(2) }),
      recordOf(trialOf('/sync', 10, 1), { series: series(1) }),
      recordOf(trialOf('/sync', 1, 1), { series: series(9) }),
      recordOf(trialOf('/async', 100, 1), {}),
      recordOf({ ...trialOf('/cpu', 1), baseline: true }, {}),
    ]);
    expect(traces.map(({ endpoint, vus }) => [endpoint, vus])).toEqual([
      ['/async', 100],
      ['/sync', 10],
    ]);
    expect(traces[1]?.trials.map((trial) => trial.series[0]?.answered)).toEqual([1, 2]);
  });

  it('gives quantiles as medians over the trials, and none of which fewer than five requests lie beyond', () => {
    const [trace] = tracesOf(
      [1, 2, 4].map((slowest, i) =>
        recordOf(trialOf('/sync', 10, i + 1), { requests: 100, latency: latencyBetween(0, slowest) }),
      ),
    );
    expect(trace?.quantiles.find(({ share }) => share === 0.5)?.seconds).toBeCloseTo(1);
    expect(trace?.quantiles.at(-1)?.share).toBe(0.95);
  });

  it('never falls from one quantile to the next, though a slow trial had fewer requests', () => {
    const [trace] = tracesOf([
      recordOf(trialOf('/sync', 10, 1), { requests: 1000, latency: latencyBetween(0, 1) }),
      recordOf(trialOf('/sync', 10, 2), { requests: 20, latency: latencyBetween(0, 50) }),
    ]);
    const values = trace?.quantiles.map(({ seconds }) => seconds) ?? [];
    expect(values.length).toBeGreaterThan(100);
    expect(values.toSorted((a, b) => a - b)).toEqual(values);
    expect(trace?.quantiles.at(-1)?.share).toBe(0.75);
  });

  it('tells the open model from the closed one', () => {
    const open = { ...trialOf('/sync', 50), arrivalsPerSecond: 20 };
    const traces = tracesOf([recordOf(trialOf('/sync', 10), {}), recordOf(open, {})]);
    expect(traces.map(({ arrivalsPerSecond }) => arrivalsPerSecond)).toEqual([20, null]);
  });

  it('has nothing to say of a trial without latency or series', () => {
    const [trace] = tracesOf([recordOf(trialOf('/sync', 1), { latency: null })]);
    expect(trace).toMatchObject({ quantiles: [], trials: [{ series: [] }] });
  });
});
