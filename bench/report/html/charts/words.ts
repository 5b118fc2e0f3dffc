import type { Interval } from '@headroom/contract/interval.ts';
import type { Cell } from '@headroom/contract/report.ts';
import { levelInWords } from '../../../words/in-words.ts';

/** Behind its figure; empty where there is none. */
export function intervalInWords(interval: Interval | null, show: (value: number) => string): string {
  return interval === null ? '' : ` (${show(interval.low)} to ${show(interval.high)})`;
}

export function nameOf(cell: Cell): string {
  return `${cell.endpoint} at ${levelInWords(cell)}`;
}

export function listInWords(items: readonly string[]): string {
  const [last] = items.slice(-1);
  if (last === undefined) return '';
  return items.length === 1 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}
