import { clockSet } from '../runtime/demand-steady-clock.ts';
import type { Signs } from './generator-gap.ts';
import type { Window } from './window.ts';

/** Samples a second apart are matched with a window as finely as that. */
const toleranceSeconds = 1;

/**
 * How far k6's clock is ahead of the runner's, in seconds and at the least, or behind it where that is negative; null where
 * they may agree. Whatever k6 wrote down, it did so between its start and its end as the runner saw them.
 * @throws BenchError BENCH_TRIAL_CLOCK_SET where k6's clock has not gone on as the runner's
 */
export function clockAhead({ everySeconds, atSeconds }: Signs, span: Window): number | null {
  const [first, last] = [atSeconds[0], atSeconds.at(-1)];
  if (first === undefined || last === undefined) return null;
  const steps = atSeconds.slice(1).map((at, before) => at - (atSeconds[before] ?? at) - everySeconds);
  const [least, most] = [Math.min(...steps), Math.max(...steps)];
  if (least < -everySeconds - toleranceSeconds) throw clockSet("k6's", least);
  const wasShorter = last - first > span.to - span.from + toleranceSeconds;
  if (wasShorter) throw clockSet("k6's", most);
  const [atLeast, atMost] = [last - span.to, first - span.from];
  if (atLeast > toleranceSeconds) return atLeast;
  return atMost < -toleranceSeconds ? atMost : null;
}
