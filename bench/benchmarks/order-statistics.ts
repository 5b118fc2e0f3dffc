/**
 * The median of a sample and the interval between two of its order statistics that covers the true median
 * with at least 95 % (sign test; Conover, Practical Nonparametric Statistics, 1999, section 3.2).
 * Needs at least 6 values.
 */
export function medianWithInterval(values: readonly number[]): { median: number; low: number; high: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  let rank = 0;
  let below = 0.5 ** n;
  // The largest rank for which both tails together stay within 5 %.
  while (2 * below <= 0.05) {
    rank++;
    below += binomial(n, rank) * 0.5 ** n;
  }
  const at = (index: number): number => sorted[Math.min(n - 1, Math.max(0, index))] ?? Number.NaN;
  return {
    median: (at(Math.floor((n - 1) / 2)) + at(Math.ceil((n - 1) / 2))) / 2,
    low: at(rank - 1),
    high: at(n - rank),
  };
}

function binomial(n: number, k: number): number {
  return k === 0 ? 1 : (binomial(n, k - 1) * (n - k + 1)) / k;
}
