import type { MeasuredRecord } from '@headroom/contract/records.ts';
import { median } from '../statistics/median.ts';
import { medianInterval, repeatsForInterval } from '../statistics/median-interval.ts';
import { latencyAt, throughputOf } from './trial-figures.ts';

/**
 * Whether the trials of a cell know its throughput and its median latency to that share: half of the interval is
 * within it. A figure that no window can show does not get known by repeating it, and is not asked for.
 */
export function isKnownTo(targetShare: number, records: readonly MeasuredRecord[]): boolean {
  return [throughputOf, latencyAt(50)].every((figure) => {
    const values = records.map(figure).filter((value) => value !== null);
    const interval = medianInterval(values);
    const middle = median(values);
    if (records.length >= repeatsForInterval() && values.length === 0) return true;
    if (interval === null || middle === null) return false;
    return (interval.high - interval.low) / 2 <= targetShare * middle;
  });
}
