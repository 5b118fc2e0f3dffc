import { describe, expect, it } from 'vitest';
import { analyse } from './analyse.ts';
import { latencyBetween, recordOf, trialOf } from './fixtures/records.ts';
import { idealSoFar, idealsOf } from './ideals.ts';

const withMean = (trial: ReturnType<typeof trialOf>, seconds: number) =>
  recordOf(trial, { latency: latencyBetween(seconds, seconds) });

describe('the ideal of a trial that is still to run', () => {
  it('is what its endpoint declares, or the rate that it is asked at', () => {
    expect(idealSoFar(trialOf('/async', 100), [])).toBeCloseTo(86.96, 1);
    expect(idealSoFar({ ...trialOf('/cpu', 100), arrivalsPerSecond: 20 }, [])).toBe(20);
    expect(idealSoFar({ ...trialOf('/async', 1), arrivalsPerSecond: 2.5 }, [])).toBe(2.5);
  });

  it('is learnt of the lone user of its endpoint, once he has been measured', () => {
    const trial = trialOf('/cpu', 10);
    expect(idealSoFar(trial, [withMean(trialOf('/async', 1), 1)])).toBeNull();
    expect(idealSoFar(trial, [withMean(trialOf('/cpu', 10), 0.9)])).toBeNull();
    expect(idealSoFar(trial, [withMean(trialOf('/cpu', 1), 0.1)])).toBeCloseTo(10 / 0.25, 0);
  });

  it('is none where nothing limits an endpoint', () => {
    const thinkTime = { minSeconds: 0, maxSeconds: 0 };
    expect(idealSoFar({ ...trialOf('/async', 10), declaredServiceSeconds: 0, thinkTime }, [])).toBeNull();
  });
});

it('the ideals of a run are those of its report, for every repeat', () => {
  const trials = [trialOf('/cpu', 1), trialOf('/cpu', 1, 2), trialOf('/cpu', 10), trialOf('/cpu', 10, 2)];
  const plan = { trials } as Parameters<typeof idealsOf>[1]['plan'];
  const means = [0.1, 0.12, 1, 1.1];
  const { cells, baselines } = analyse(
    trials.map((trial, place) => withMean(trial, means[place] ?? 1)),
    trials,
  );
  const ideals = idealsOf({ cells, baselines }, { runId: 'r1', plan });
  expect(ideals.map(({ trial, runId }) => [trial.trialId, runId])).toEqual(
    trials.map(({ trialId }) => [trialId, 'r1']),
  );
  expect(ideals.map(({ idealRps }) => idealRps)).toEqual([
    ...[cells[0]?.idealThroughputRps, cells[0]?.idealThroughputRps],
    ...[cells[1]?.idealThroughputRps, cells[1]?.idealThroughputRps],
  ]);
  expect(idealsOf({ cells: [], baselines: cells }, { runId: 'r1', plan })).toEqual([]);
});
