import { quantilePercents } from '@headroom/contract/generator-summary.ts';
import { generatorSummarySchema } from '@headroom/contract/generator-summary-schema.ts';
import { expect, it } from 'vitest';
import { metric, summarise, trendStats } from './summary.ts';

const trial = { trialId: 't', kind: 'request' } as const;

const trend = (count: number) => ({
  values: {
    ...{ count, avg: 1500, min: 1000, max: 2000 },
    ...Object.fromEntries(quantilePercents.map((percent) => [`p(${percent})`, 1000 + 10 * percent])),
  },
});

it('asks for the whole quantile function', () => {
  expect(trendStats).toHaveLength(4 + 199);
  expect(trendStats).toContain('p(99.5)');
});

it('turns milliseconds into seconds and keeps to the contract', () => {
  const summary = summarise(trial, {
    metrics: {
      [metric.within]: trend(7),
      [metric.straddling]: { values: { count: 0 } },
      [metric.startedAt]: { values: { min: 1_700_000_000.25 } },
      [metric.idleAtCutoff]: { values: { count: 9 } },
      [metric.failuresOf('5xx')]: { values: { count: 2 } },
      [metric.connecting]: { values: { count: 1.75 } },
      [metric.failedSeconds]: { values: { count: 0.04 } },
      [metric.resent]: { values: { count: 7 } },
    },
  });
  expect(generatorSummarySchema.parse(summary)).toMatchObject({
    startedAt: 1_700_000_000.25,
    within: { count: 7, mean: 1.5, min: 1, max: 2 },
    straddling: { state: 'empty' },
    failures: { '5xx': 2, 'no-answer': 0 },
    idleUsersAtCutoff: 9,
    transport: { connectSeconds: 0.25, failedSeconds: 0.02, resentShare: 1 },
  });
});

it('tells of bystanders where there were any', () => {
  const metrics = {
    [metric.bystanderSent]: { values: { count: 12 } },
    [metric.bystanderDuration]: trend(7),
    [metric.bystanderFailures]: { values: { count: 1 } },
  };
  expect(generatorSummarySchema.parse(summarise(trial, { metrics })).bystander).toMatchObject({
    sent: 12,
    failed: 1,
    answered: { count: 7, mean: 1.5 },
  });
  expect(summarise(trial, { metrics: {} }).bystander).toBeNull();
});

it('takes for a job the time to its result, and keeps the time until it was accepted', () => {
  const metrics = {
    [metric.within]: trend(9),
    [metric.finished]: trend(7),
    [metric.accepted]: trend(8),
  };
  const summary = generatorSummarySchema.parse(summarise(trial, { metrics }));
  expect(summary).toMatchObject({ within: { count: 7 }, accepted: { count: 8, mean: 1.5 } });
  expect(summarise(trial, { metrics: {} }).accepted).toBeNull();
});

it('says that no user started when none did', () => {
  expect(summarise(trial, { metrics: {} })).toMatchObject({ startedAt: null, within: { state: 'empty' } });
});
