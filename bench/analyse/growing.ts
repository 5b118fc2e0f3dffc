import type { MeasuredRecord } from '@headroom/contract/records.ts';
import { endpointKey, isClosed } from '../model/level.ts';
import { meanLatencyOf, throughputOf } from '../model/trial-figures.ts';
import { median } from '../statistics/median.ts';
import { rps } from '../words/in-words.ts';
import { growthOf, trendOf } from './growing-trend.ts';

/** Throughput that rose inside a window, answers a second: its straight line at the first second and at the last. */
export interface Growth {
  readonly fromRps: number;
  readonly toRps: number;
}

/** Evidence that is pooled over the levels of an endpoint, and of one level alone, in standard errors. */
const pooledLeast = 1.9;
const aloneLeast = 2.7;
/** Where the levels together say so, those that say it to that extent are meant. */
const meantLeast = 0.8;
/** By that share throughput must rise, or it makes no difference. */
const leastRise = 0.04;
/** Where nobody waits nothing has a reason to grow. */
const waitingFactor = 1.04;

/**
 * Trials whose throughput was still rising, and latency falling, inside the window, as where a service starts a thread
 * each half second for as long as requests wait. Windows of a few seconds are too short to tell by themselves, so the
 * trends of all levels of an endpoint are looked at together (Stouffer's sum of z over the root of their number:
 * S. A. Stouffer et al., The American Soldier, vol. 1, 1949). The rest of a trial's first connections is no growth.
 * @param computes whether a trial's requests are mostly CPU time: a compiler that warms up, or a clock that changes, looks
 *   the same
 * @returns by trial ID
 */
export function growing(
  records: readonly MeasuredRecord[],
  computes: (record: MeasuredRecord, aloneSeconds: number) => boolean = mostlyComputes,
): ReadonlyMap<string, Growth> {
  const endpoints = Map.groupBy(
    records.filter(({ trial }) => isClosed(trial)),
    ({ trial }) => endpointKey(trial),
  );
  return new Map([...endpoints.values()].flatMap((ofOne) => growingOf(ofOne, computes)));
}

/** Whether a request takes half as much CPU time as a lone one takes in all. */
function mostlyComputes({ subject, requests }: MeasuredRecord, aloneSeconds: number): boolean {
  return subject.cpuSeconds !== null && subject.cpuSeconds > 0.5 * aloneSeconds * requests;
}

function growingOf(
  records: readonly MeasuredRecord[],
  computes: (record: MeasuredRecord, aloneSeconds: number) => boolean,
): [string, Growth][] {
  const alone = median(records.filter(({ trial }) => trial.vus === 1).map(meanLatencyOf));
  if (alone === null || alone <= 0) return [];
  const waits = (record: MeasuredRecord) => (meanLatencyOf(record) ?? 0) > waitingFactor * alone;
  const trends = records
    .filter((record) => record.trial.vus > 1 && waits(record) && !computes(record, alone))
    .map((record) => trendOf(record, alone))
    .filter((trend) => trend !== null);
  const each = growthOf(trends);
  const together = each.reduce((sum, z) => sum + z, 0) / Math.sqrt(Math.max(1, each.length));
  const least = together >= pooledLeast ? meantLeast : aloneLeast;
  return trends.flatMap(({ record, answered: { first, last, mean } }, index): [string, Growth][] => {
    const grew = (each[index] as number) >= least && last - first > leastRise * mean;
    const perSecond = throughputOf(record) / mean;
    return grew ? [[record.trial.trialId, { fromRps: first * perSecond, toRps: last * perSecond }]] : [];
  });
}

/** What the mark of a level says that grew. */
export const growthInWords = ({ fromRps, toRps }: Growth): string =>
  `Throughput still rose inside this window, about from ${rps(fromRps)} to ${rps(toRps)}, and latency fell: the service was starting threads or processes, or was not warm. A longer --duration, or another run when it is, tells how it serves.`;
