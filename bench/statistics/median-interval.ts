import { type Interval, confidence as usualConfidence } from '@headroom/contract/interval.ts';

/**
 * The two order statistics between which the true median lies with at least `confidence`, in the unit of the
 * values; null when there are too few. It assumes nothing of the distribution (the sign test turned round;
 * Conover, Practical Nonparametric Statistics, 1999, section 3.2).
 */
export function medianInterval(values: readonly number[], confidence = usualConfidence): Interval | null {
  const rank = rankOfBound(values.length, confidence);
  if (rank === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return { low: sorted[rank - 1] as number, high: sorted[values.length - rank] as number };
}

/** The fewest values that give the interval of a median: 6 at 95 %. */
export function repeatsForInterval(confidence = usualConfidence): number {
  return Math.ceil(Math.log2(2 / (1 - confidence)) - 1e-9);
}

/** The largest r for which P(B < r) <= (1 - confidence) / 2 with B ~ Binomial(count, 1/2); 0 where none is. */
function rankOfBound(count: number, confidence: number): number {
  const tail = ((1 - confidence) / 2) * (1 + 1e-12);
  // By logarithms: 0.5 ** count is zero from 1,075 values on.
  let logTerm = count * Math.log(0.5);
  let below = Math.exp(logTerm);
  let rank = 0;
  while (below <= tail) {
    rank++;
    logTerm += Math.log((count - rank + 1) / rank);
    below += Math.exp(logTerm);
  }
  return rank;
}
