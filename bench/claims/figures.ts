import type { Bounded, Cell } from '@headroom/contract/report.ts';
import { seconds } from '../analyse/in-words.ts';

/** What one user waits on the average: as implied where the window is too short to see it. Seconds. */
export function latencyOf(cell: Cell): number | null {
  return cell.censored ? cell.impliedLatencySeconds : (cell.latencySeconds?.mean ?? null);
}

/** The bystanders' median of a cell, seconds; null when there were none or too few. */
export function bystanderMedian(cell: Cell): Bounded | null {
  return cell.bystander?.p50Seconds ?? null;
}

export const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 2 : 0)} times`;
export const bounded = ({ value, bound }: Bounded): string =>
  `${bound === 'lower' ? 'at least ' : ''}${seconds(value)}`;
