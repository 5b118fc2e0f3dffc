import type { LiveSecond } from '@headroom/contract/live.ts';

/** How much of a run the charts show. */
export const spans = {
  run: 'the whole run',
  trial: 'this trial',
  '300': 'the last 5 minutes',
  '60': 'the last minute',
} as const;
export type Span = keyof typeof spans;

/** The seconds of a span. @param trialSince instant of the first second of the trial in hand */
export function shownSeconds(
  seconds: readonly LiveSecond[],
  span: Span,
  trialSince: number | null,
): readonly LiveSecond[] {
  if (span === 'run') return seconds;
  const last = seconds.at(-1)?.atSeconds ?? 0;
  const since = span === 'trial' ? (trialSince ?? Number.POSITIVE_INFINITY) : last - Number(span) + 0.5;
  const first = seconds.findIndex(({ atSeconds }) => atSeconds >= since);
  return first < 0 ? [] : seconds.slice(first);
}

/** Longer than this without a second is a gap: between trials nothing is measured. */
const gapSeconds = 2.5;

/**
 * The seconds in columns, as they are drawn: first the time since the start, then one column a figure. In a gap there is
 * a row of nothing, so that no line runs across it.
 */
export function columnsOf(
  seconds: readonly LiveSecond[],
  startedAt: number,
  figures: readonly ((second: LiveSecond) => number | null)[],
): [number[], ...(number | null)[][]] {
  const times: number[] = [];
  const columns = figures.map((): (number | null)[] => []);
  let before: number | null = null;
  for (const second of seconds) {
    if (before !== null && second.atSeconds - before > gapSeconds) {
      times.push(before + 1 - startedAt);
      for (const column of columns) column.push(null);
    }
    times.push(second.atSeconds - startedAt);
    for (const [i, figure] of figures.entries()) columns[i]?.push(figure(second));
    before = second.atSeconds;
  }
  return [times, ...columns];
}
