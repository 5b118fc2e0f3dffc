import type { MeasuredRecord, Trial } from '@headroom/contract/records.ts';
import { idealThroughput } from '../model/ideal.ts';
import { endpointKey, isClosed } from '../model/level.ts';
import { meanWaitOf } from '../model/user-time.ts';
import { median } from '../statistics/median.ts';

/** Service times of an endpoint in seconds: as declared by the subject, and as seen at one user. */
export interface ServiceTime {
  readonly declared: number | null;
  /** What a lone user waits on average, a value a trial. */
  readonly observed: readonly number[];
}

/**
 * S of the endpoint of any trial: what the subject declares, else what a lone user waits on average.
 * @param measured those that count
 */
export function serviceTimes(measured: readonly MeasuredRecord[]): (trial: Trial) => ServiceTime {
  const alone = Map.groupBy(
    measured.filter(({ trial }) => trial.vus === 1 && isClosed(trial)),
    ({ trial }) => endpointKey(trial),
  );
  return (trial) => ({
    declared: trial.declaredServiceSeconds,
    observed: (alone.get(endpointKey(trial)) ?? []).map(meanWaitOf).filter((seconds) => seconds !== null),
  });
}

/** The ideal of a trial of the closed model, requests per second; null where nobody knows S, or nothing limits it. */
export function closedIdeal(trial: Trial, { declared, observed }: ServiceTime): number | null {
  const seconds = declared ?? median(observed);
  const ideal = seconds === null ? null : idealThroughput(trial, seconds);
  return ideal !== null && Number.isFinite(ideal) ? ideal : null;
}
