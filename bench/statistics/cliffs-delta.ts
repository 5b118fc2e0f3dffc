/**
 * How often a value of `head` exceeds one of `base` less how often it falls short, over all pairs: 1 when all
 * of head lies above, 0 when neither does more often, null when a side is empty (Cliff, Psychological Bulletin
 * 114, 1993).
 */
export function cliffsDelta(base: readonly number[], head: readonly number[]): number | null {
  if (base.length === 0 || head.length === 0) return null;
  let excess = 0;
  for (const one of head) for (const other of base) excess += Math.sign(one - other);
  return excess / (base.length * head.length);
}
