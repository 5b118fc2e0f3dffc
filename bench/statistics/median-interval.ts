import type { Interval } from '@headroom/contract/interval.ts';

/**
 * The interval between two order statistics that covers the true median with at least `confidence` (sign test;
 * Conover, Practical Nonparametric Statistics, 1999, section 3.2). Null when the values are too few for it.
 */
export function medianInterval(values: readonly number[], confidence = 0.95): Interval | null {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  let rank = 0;
  let probability = 0.5 ** n;
  let below = probability;
  // The largest rank for which both tails together stay within what is allowed.
  while (2 * below <= 1 - confidence) {
    rank++;
    probability *= (n - rank + 1) / rank;
    below += probability;
  }
  const [low, high] = [sorted[rank - 1], sorted[n - rank]];
  return rank === 0 || low === undefined || high === undefined ? null : { low, high };
}
