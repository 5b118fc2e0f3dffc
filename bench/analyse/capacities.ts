import type { Capacity, CapacitySearch } from '@headroom/contract/capacity.ts';
import type { MeasuredRecord, Trial, TrialRecord } from '@headroom/contract/records.ts';
import { type Bracket, bracketOf, type Step } from '../model/capacity-search.ts';
import { endpointKey, loadOf } from '../model/level.ts';
import { cpuPerRequestOf, throughputOf } from '../model/trial-figures.ts';
import { median } from '../statistics/median.ts';
import { judgeServiceLevel, type LevelVerdict } from './judge-service-level.ts';
import { quantileAt } from './level-quantile.ts';

/** A trial of a search, and what it says of the service level. */
export interface Judged {
  readonly record: TrialRecord;
  readonly verdict: LevelVerdict;
}

/** The trials of a run by subject and endpoint, each with its verdict; the last record of a trial counts. */
export function judgedByEndpoint(
  records: readonly TrialRecord[],
  search: CapacitySearch,
): ReadonlyMap<string, readonly Judged[]> {
  const latest = new Map(records.map((record) => [record.trial.trialId, record]));
  const judged = [...latest.values()].map((record) => ({
    record,
    verdict: judgeServiceLevel(record, search.slo),
  }));
  return Map.groupBy(judged, ({ record }) => endpointKey(record.trial));
}

/** The levels that were tried, with the votes of their trials. */
export function stepsOf(judged: readonly Judged[]): Step[] {
  return [...Map.groupBy(judged, ({ record }) => loadOf(record.trial))].map(([level, trials]) => {
    const verdicts = trials.map(({ verdict }) => verdict);
    const broke = verdicts.filter((verdict) => verdict.state === 'broke');
    return {
      level,
      held: verdicts.filter(({ state }) => state === 'held').length,
      broke: broke.length,
      answeredRps: median(broke.map(({ answeredRps }) => answeredRps)),
      hopeless: broke.length > 0 && broke.every(({ hopeless }) => hopeless),
    };
  });
}

/** How much each endpoint of a run carries, from the trials of its search. */
export function capacities(
  planned: readonly Trial[],
  search: CapacitySearch,
  records: readonly TrialRecord[],
): Capacity[] {
  const judged = judgedByEndpoint(records, search);
  const first = planned.filter(
    (trial, i) => planned.findIndex((other) => endpointKey(other) === endpointKey(trial)) === i,
  );
  return first.map((trial) => capacityOf(trial, search, judged.get(endpointKey(trial)) ?? []));
}

function capacityOf(trial: Trial, search: CapacitySearch, judged: readonly Judged[]): Capacity {
  const bracket = bracketOf(stepsOf(judged), search.repeats);
  const { held, broke, low, high } = bracket;
  const atHeld = judged.flatMap(({ record }) =>
    record.state === 'measured' && held !== null && loadOf(record.trial) === held.level ? [record] : [],
  );
  const each = (figure: (record: MeasuredRecord) => number | null) => median(atHeld.map(figure));
  const { bound, reason } = knownOf(bracket, search, judged);
  const { subject, endpoint, workload, strategy } = trial;
  return {
    ...{ subject, endpoint, workload, strategy },
    model: search.model,
    slo: search.slo,
    held: held?.level ?? null,
    broke: broke?.level ?? null,
    interval: { low: low?.level ?? null, high: bound === 'lower' ? null : (high?.level ?? null) },
    bound,
    reason,
    throughputRps: each(throughputOf),
    latencySeconds: each((record) => quantileAt(record, search.slo)?.value ?? null),
    subjectCpuSecondsPerRequest: each(cpuPerRequestOf),
    trials: judged.length,
  };
}

function knownOf(
  { held, broke }: Bracket,
  { most, slo, model }: CapacitySearch,
  judged: readonly Judged[],
): Pick<Capacity, 'bound' | 'reason'> {
  if (broke === null) {
    if (held === null) return { bound: 'unknown', reason: whyUnknown(judged, slo.percent) };
    const flag = model === 'open' ? '--rate-max' : '--users-max';
    const reason =
      held.level >= most
        ? `it held up to the most that was tried; raise ${flag}`
        : whyUnknown(judged, slo.percent);
    return { bound: 'lower', reason };
  }
  const causes = judged.flatMap(({ record, verdict }) =>
    verdict.state === 'broke' && loadOf(record.trial) === broke.level ? [verdict] : [],
  );
  const reason = causes.at(-1)?.reason ?? '';
  if (held === null) {
    const why = broke.hopeless ? reason : `${reason}; ${whyUnknown(judged, slo.percent)}`.replace(/; $/, '');
    return { bound: 'upper', reason: why };
  }
  // What k6 could not send is not what the subject could not answer.
  if (2 * causes.filter(({ saturated }) => saturated).length > causes.length) {
    return { bound: 'lower', reason: `k6 had no CPU to spare when it broke (${reason})` };
  }
  return { bound: 'bracket', reason };
}

function whyUnknown(judged: readonly Judged[], ofPercent: number): string {
  const unresolved = judged.flatMap(({ verdict }) => (verdict.state === 'unresolved' ? [verdict] : []));
  const [last] = unresolved.slice(-1);
  const failed = judged.flatMap(({ verdict }) => (verdict.state === 'void' ? [verdict.reason] : []));
  if (failed.length > 0) return failed.at(-1) ?? '';
  if (last !== undefined) {
    return `p${ofPercent} of so few requests takes a window of ${last.windowSeconds} s: give --duration ${last.windowSeconds}s`;
  }
  return '';
}
