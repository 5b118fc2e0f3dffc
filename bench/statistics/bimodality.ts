/**
 * Whether the values lie in two groups rather than around one middle: split in the best way, with at least
 * two and a fifth of the values on either side, they vary so little within the groups as values of one group
 * hardly ever do. In logarithms where all are above zero. False below 6 values.
 *
 * The split is that of Otsu (IEEE Transactions on Systems, Man and Cybernetics 9, 1979). The limit is
 * calibrated on normal samples: 3 % of the variation for 6 values, 1.4 % more for each further one, up to
 * 15 %, where two equal groups lie 4.8 of their standard deviations apart.
 */
export function isBimodal(values: readonly number[]): boolean {
  const count = values.length;
  if (count < 6) return false;
  const inLogs = values.every((value) => value > 0);
  const sorted = values.map((value) => (inLogs ? Math.log(value) : value)).sort((a, b) => a - b);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / count;
  const all = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  // Rounding alone does not make two groups.
  if (all <= count * (1e-12 * Math.max(inLogs ? 1 : 0, Math.abs(mean))) ** 2) return false;
  const within = 1 - greatestBetween(sorted, mean) / all;
  return within < Math.min(0.15, 0.03 + 0.014 * (count - 6));
}

/** The largest sum of squares between two groups of neighbours, neither smaller than a fifth or two. */
function greatestBetween(sorted: readonly number[], mean: number): number {
  const count = sorted.length;
  const fewest = Math.max(2, Math.ceil(count / 5));
  let sum = 0;
  let greatest = 0;
  for (const [index, value] of sorted.entries()) {
    const lower = index + 1;
    sum += value - mean;
    if (lower < fewest || count - lower < fewest) continue;
    greatest = Math.max(greatest, sum ** 2 / lower + sum ** 2 / (count - lower));
  }
  return greatest;
}
