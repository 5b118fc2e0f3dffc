import { median } from '../statistics/median.ts';
import { medianInterval } from '../statistics/median-interval.ts';

/** A sample's median with its 95 % interval, or without where the values are too few for one. */
export function medianInWords(values: readonly number[], inWords: (value: number) => string): string {
  const middle = median(values);
  if (middle === null) return 'no values';
  const interval = medianInterval(values);
  const between =
    interval === null ? 'too few for an interval' : `${inWords(interval.low)} to ${inWords(interval.high)}`;
  return `${inWords(middle)} (${between})`;
}
