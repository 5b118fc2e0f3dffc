/**
 * The value below which a share `q` of a sample lies, linear between the closest ranks: rank q (n - 1), as k6 and
 * NumPy count it (Hyndman & Fan, 1996, type 7).
 * @param sorted in rising order, not empty
 */
export function quantileOf(sorted: ArrayLike<number>, q: number): number {
  const rank = q * (sorted.length - 1);
  const low = Math.floor(rank);
  const below = sorted[low] ?? Number.NaN;
  const above = sorted[Math.min(low + 1, sorted.length - 1)] ?? Number.NaN;
  return below + (above - below) * (rank - low);
}
