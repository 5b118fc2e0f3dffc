/**
 * p-values adjusted for their number, in the order given: to reject those at or below a level keeps the chance
 * of any false rejection among them within it, whatever their dependence (Holm, Scandinavian Journal of
 * Statistics 6, 1979).
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
  const adjusted: number[] = new Array(pValues.length);
  let least = 0;
  for (const [rank, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (pValues[index] ?? 1) * (pValues.length - rank)));
    adjusted[index] = least;
  }
  return adjusted;
}
