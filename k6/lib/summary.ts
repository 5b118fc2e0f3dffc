import {
  bystanderDuration,
  type FailureKind,
  failureKinds,
  type GeneratorSummary,
  type LatencySample,
  otherRequests,
  quantilePercents,
} from '../../contract/generator-summary.ts';

import type { TrialInput } from '../../contract/trial-input.ts';

/** The parts of k6's end-of-test data that are read here. */
export interface K6Summary {
  metrics: Record<string, { values: Record<string, number> } | undefined>;
}

/** Names of the metrics and sub-metrics that a trial declares and this file reads. */
export const metric = {
  startedAt: 'headroom_started_at_seconds',
  straddling: 'headroom_straddling_duration',
  failures: 'headroom_failed_requests',
  within: 'http_req_duration{phase:measured,expected_response:true}',
  /** Seconds until requests had a connection, which their durations do not hold: of all of them together. */
  connecting: 'headroom_connect_seconds',
  /** Of all that failed inside the window together. */
  failedSeconds: 'headroom_failed_seconds',
  resent: 'headroom_resent_requests',
  idleAtCutoff: 'headroom_idle_users_at_cutoff',
  /** Requests of the open model that were answered, whenever. */
  openIterations: 'iterations{model:open}',
  bystanderSent: 'headroom_bystander_sent',
  bystanderDuration,
  bystanderFailures: 'headroom_bystander_failed',
  accepted: 'headroom_accepted_duration',
  finished: 'headroom_finished_duration',
  /** Of the whole trial: the series counts all requests, and these are taken off it. */
  otherRequests,
  failuresOf: (kind: FailureKind) => `headroom_failed_requests{kind:${kind}}`,
} as const;

export const trendStats = [
  'count',
  'avg',
  'min',
  'max',
  ...quantilePercents.map((percent) => `p(${percent})`),
];

type SummarisedTrial = Pick<TrialInput, 'trialId' | 'kind'>;

/**
 * Turns k6's end-of-test data into the project's own summary: milliseconds become seconds.
 * @param idleUsersAtCutoff where they are not counted one by one
 */
export function summarise(
  { trialId, kind }: SummarisedTrial,
  data: K6Summary,
  idleUsersAtCutoff = data.metrics[metric.idleAtCutoff]?.values.count ?? 0,
): GeneratorSummary {
  const value = (name: string, key: string): number | undefined => data.metrics[name]?.values[key];
  const count = (name: string): number => value(name, 'count') ?? 0;

  return {
    trialId,
    startedAt: value(metric.startedAt, 'min') || null,
    within: latencySample((data.metrics[metric.finished] ?? data.metrics[metric.within])?.values),
    straddling: latencySample(data.metrics[metric.straddling]?.values),
    failures: Object.fromEntries(
      failureKinds.map((kind) => [kind, count(metric.failuresOf(kind))]),
    ) as GeneratorSummary['failures'],
    idleUsersAtCutoff,
    droppedIterations: count('dropped_iterations'),
    accepted:
      data.metrics[metric.accepted] === undefined
        ? null
        : latencySample(data.metrics[metric.accepted]?.values),
    bystander:
      data.metrics[metric.bystanderSent] === undefined
        ? null
        : {
            sent: count(metric.bystanderSent),
            failed: count(metric.bystanderFailures),
            answered: latencySample(data.metrics[metric.bystanderDuration]?.values),
          },
    transport: kind === 'job' ? null : transportOf(data),
  };
}

/** Null where no request ended inside the window. */
function transportOf({ metrics }: K6Summary): GeneratorSummary['transport'] {
  const count = (name: string): number => metrics[name]?.values.count ?? 0;
  const right = count(metric.within) + count(metric.straddling);
  const failed = failureKinds.reduce((sum, kind) => sum + count(metric.failuresOf(kind)), 0);
  if (right + failed === 0) return null;
  return {
    connectSeconds: right === 0 ? null : count(metric.connecting) / right,
    failedSeconds: failed === 0 ? null : count(metric.failedSeconds) / failed,
    resentShare: right === 0 ? 0 : Math.min(1, count(metric.resent) / right),
  };
}

function latencySample(values: Record<string, number> | undefined): LatencySample {
  if (!values?.count) return { state: 'empty' };
  const seconds = (key: string): number => (values[key] ?? Number.NaN) / 1000;
  return {
    state: 'some',
    count: values.count,
    mean: seconds('avg'),
    min: seconds('min'),
    max: seconds('max'),
    quantiles: quantilePercents.map((percent) => seconds(`p(${percent})`)),
  };
}
