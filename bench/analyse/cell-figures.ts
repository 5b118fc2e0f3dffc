import type { Bounded, Cell } from '@headroom/contract/report.ts';
import { hasMark } from './has-mark.ts';

/** Whether the latency that was seen is that of some, because the window is too short or others are not answered. */
export const isOfSome = (cell: Pick<Cell, 'censored' | 'warnings'>): boolean =>
  cell.censored || hasMark(cell, 'starved');

/**
 * What one user waits on the average, until there is a connection and for the answer; of what is seen of some alone, what
 * everybody would wait in turn. Seconds.
 */
export function latencyOf(cell: Cell): number | null {
  if (isOfSome(cell)) return cell.impliedLatencySeconds;
  return cell.latencySeconds === null ? null : cell.latencySeconds.mean + (cell.connectSeconds ?? 0);
}

/** The bystanders' median of a cell, seconds; null when there were none or too few. */
export function bystanderMedian(cell: Cell): Bounded | null {
  return cell.bystander?.p50Seconds ?? null;
}

/** Whether somebody else waits less than half as long beside the second cell; null where either had nobody. */
export function isSpared(blocking: Cell, other: Cell): boolean | null {
  const [before, after] = [bystanderMedian(blocking), bystanderMedian(other)];
  if (before === null || after === null) return null;
  return after.bound === 'estimate' && after.value < 0.5 * before.value;
}
