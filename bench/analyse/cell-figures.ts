import type { Bounded, Cell } from '@headroom/contract/report.ts';

/** What one user waits on the average: as implied where the window is too short to see it. Seconds. */
export function latencyOf({ censored, impliedLatencySeconds, latencySeconds }: Cell): number | null {
  return censored ? impliedLatencySeconds : (latencySeconds?.mean ?? null);
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
