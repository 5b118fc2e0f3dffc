import {
  bystanderDuration,
  cutOffRequests,
  type FailureKind,
  failureKinds,
  type GeneratorSummary,
  type LatencySample,
  otherRequests,
  quantilePercents,
  type UsersSummary,
} from '../../contract/generator-summary.ts';

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
  /** Until there was a connection: a place in the queue of the listener, TCP and TLS. */
  connecting: 'http_req_blocked{phase:measured,expected_response:true}',
  /** Of the closed model: users who came before the end, those of them with an answer, and the answers of each. */
  usersThere: 'headroom_users_there',
  usersAnswered: 'headroom_users_answered',
  userAnswers: 'headroom_user_answers',
  /** Requests that were waiting for an answer when the load was cut off. */
  cutOff: cutOffRequests,
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

/**
 * Turns k6's end-of-test data into the project's own summary: milliseconds become seconds.
 * @param inFlightAtCutoff where they are not counted one by one
 */
export function summarise(
  trialId: string,
  data: K6Summary,
  inFlightAtCutoff = data.metrics[metric.cutOff]?.values.count ?? 0,
): GeneratorSummary {
  const value = (name: string, key: string): number | undefined => data.metrics[name]?.values[key];
  const count = (name: string): number => value(name, 'count') ?? 0;

  return {
    trialId,
    startedAt: value(metric.startedAt, 'min') || null,
    within: latencySample((data.metrics[metric.finished] ?? data.metrics[metric.within])?.values),
    straddling: latencySample(data.metrics[metric.straddling]?.values),
    connectSeconds: connectSecondsOf(data),
    failures: Object.fromEntries(
      failureKinds.map((kind) => [kind, count(metric.failuresOf(kind))]),
    ) as GeneratorSummary['failures'],
    inFlightAtCutoff,
    users: usersOf(data),
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
  };
}

/** Null of jobs, whose requests have no series of their own, and where nothing was answered. */
function connectSecondsOf({ metrics }: K6Summary): number | null {
  const values = metrics[metric.connecting]?.values;
  return values?.count ? (values.avg ?? 0) / 1000 : null;
}

/** Null in the open model, where whoever is free asks. */
function usersOf({ metrics }: K6Summary): UsersSummary | null {
  const there = metrics[metric.usersThere]?.values.count ?? 0;
  if (there === 0) return null;
  const answers = metrics[metric.userAnswers]?.values;
  return {
    there,
    answered: metrics[metric.usersAnswered]?.values.count ?? 0,
    fewestAnswers: answers?.min ?? 0,
    mostAnswers: answers?.max ?? 0,
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
