import { quantilePercents } from '@headroom/contract/generator-summary.ts';
import type { MeasuredRecord, Second, TrialRecord } from '@headroom/contract/records.ts';
import { isClosed, loadOf } from '../model/level.ts';
import { median } from '../statistics/median.ts';

/** What charts show beyond the cells: of every endpoint, its trials at the highest level. */
export type Traces = readonly Trace[];

export interface Trace {
  readonly subject: string;
  readonly endpoint: string;
  readonly vus: number;
  readonly arrivalsPerSecond: number | null;
  readonly warmupSeconds: number;
  readonly durationSeconds: number;
  /** The latency, in seconds, that a share of the requests (above 0, below 1) stayed within: the median over the trials. */
  readonly quantiles: readonly { readonly share: number; readonly seconds: number }[];
  readonly trials: readonly { readonly trialId: string; readonly series: readonly Second[] }[];
}

/** Traces of the closed model, and apart from them those of the open one, in the order of the records' names. */
export function tracesOf(records: readonly TrialRecord[]): Traces {
  const measured = records.filter((record) => record.state === 'measured' && !record.trial.baseline);
  const endpoints = Map.groupBy(measured as MeasuredRecord[], ({ trial }) =>
    JSON.stringify([trial.subject, trial.endpoint, isClosed(trial)]),
  );
  return [...endpoints].sort(byName).map(([, group]) => traceOf(group));
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function traceOf(group: readonly MeasuredRecord[]): Trace {
  const level = ({ trial }: MeasuredRecord) => loadOf(trial);
  const highest = group.reduce((most, record) => Math.max(most, level(record)), 0);
  const top = group
    .filter((record) => level(record) === highest)
    .sort((a, b) => a.trial.repeat - b.trial.repeat);
  const { trial } = top[0] as MeasuredRecord;
  return {
    subject: trial.subject,
    endpoint: trial.endpoint,
    vus: trial.vus,
    arrivalsPerSecond: trial.arrivalsPerSecond,
    warmupSeconds: trial.warmupSeconds,
    durationSeconds: trial.durationSeconds,
    quantiles: quantilesOf(top),
    trials: top.map(({ trial: { trialId }, series }) => ({ trialId, series })),
  };
}

/**
 * As in the cells, a quantile q is given by a trial only when at least five of its requests lie beyond: n(1 - q) >= 5.
 * Here all trials have to give it: with fewer from one quantile to the next, the curve could fall.
 */
function quantilesOf(records: readonly MeasuredRecord[]): Trace['quantiles'] {
  const answered = records.flatMap(({ latency, requests, failedRequests }) =>
    latency === null ? [] : [{ latency, count: requests - failedRequests }],
  );
  const fewest = answered.reduce((least, { count }) => Math.min(least, count), Number.POSITIVE_INFINITY);
  return quantilePercents.flatMap((percent, i) => {
    if (fewest * (1 - percent / 100) < 5) return [];
    const seconds = median(answered.map(({ latency }) => latency.quantiles[i] ?? null));
    return seconds === null ? [] : [{ share: percent / 100, seconds }];
  });
}
