import { errorFunction } from 'simple-statistics';

const level = 0.01;
/** The fewest values whose p-value can get below the level: 2 / 6! against 2 / 5!. */
const fewest = 6;
/** Values up to which all orders are counted. */
const mostExact = 60;

/**
 * Whether values in the order in which they were measured rise or fall throughout, by Mann and Kendall's test at 1 %;
 * null below 6 values, which cannot show it.
 */
export function hasDrift(valuesInOrder: readonly number[]): boolean | null {
  return valuesInOrder.length < fewest ? null : trendPValue(valuesInOrder) <= level;
}

/**
 * Two-sided p-value of Kendall's S against no trend (Mann, Econometrica 13, 1945; Kendall, Rank Correlation
 * Methods, 1975). Exact, ties included, up to 60 values; beyond by the normal approximation with corrections
 * for ties and continuity.
 */
export function trendPValue(valuesInOrder: readonly number[]): number {
  const count = valuesInOrder.length;
  let s = 0;
  for (let later = 1; later < count; later++)
    for (let earlier = 0; earlier < later; earlier++)
      s += Math.sign((valuesInOrder[later] as number) - (valuesInOrder[earlier] as number));
  const groups = sizesOfTies(valuesInOrder);
  return count <= mostExact ? exactPValue(s, groups) : normalPValue(s, count, groups);
}

function sizesOfTies(values: readonly number[]): number[] {
  const times = new Map<number, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return [...times.values()];
}

/** S is the number of pairs that differ less twice the inversions, of which all orders of the values are counted. */
function exactPValue(s: number, groups: readonly number[]): number {
  const shares = inversionShares(groups);
  const differing = shares.length - 1;
  return Math.min(
    1,
    shares.reduce(
      (sum, share, inversions) => (Math.abs(differing - 2 * inversions) >= Math.abs(s) ? sum + share : sum),
      0,
    ),
  );
}

/**
 * What share of all orders of a multiset has 0, 1, 2, ... inversions: the product of Gaussian binomials (Stanley,
 * Enumerative Combinatorics 1, 2nd ed. 2011, section 1.7).
 */
function inversionShares(groups: readonly number[]): number[] {
  let shares = [1];
  let placed = 0;
  for (const size of groups) {
    shares = convolve(shares, gaussianShares(placed, size));
    placed += size;
  }
  return shares;
}

/**
 * In how many pairs one of `size` equal values stands before one of `before` others, as shares of all rows of
 * them: Pascal's rule by whether the last of the row is one of the equal ones.
 */
function gaussianShares(before: number, size: number): number[] {
  let row: number[][] = Array.from({ length: size + 1 }, () => [1]);
  for (let others = 1; others <= before; others++) {
    const next: number[][] = [[1]];
    for (let equal = 1; equal <= size; equal++) {
      const lastIsEqual = next[equal - 1] as number[];
      const lastIsOther = row[equal] as number[];
      const all = others + equal;
      const shares: number[] = new Array(others * equal + 1).fill(0);
      // Another one at the end has all equal ones before it, an equal one adds no such pair.
      for (const [inversions, share] of lastIsEqual.entries())
        shares[inversions] = (shares[inversions] ?? 0) + (share * equal) / all;
      for (const [inversions, share] of lastIsOther.entries())
        shares[inversions + equal] = (shares[inversions + equal] ?? 0) + (share * others) / all;
      next.push(shares);
    }
    row = next;
  }
  return row[size] as number[];
}

function convolve(one: readonly number[], other: readonly number[]): number[] {
  const product: number[] = new Array(one.length + other.length - 1).fill(0);
  for (const [i, a] of one.entries())
    for (const [j, b] of other.entries()) product[i + j] = (product[i + j] ?? 0) + a * b;
  return product;
}

function normalPValue(s: number, count: number, groups: readonly number[]): number {
  const term = (size: number) => size * (size - 1) * (2 * size + 5);
  const variance = (term(count) - groups.reduce((sum, size) => sum + term(size), 0)) / 18;
  if (variance === 0) return 1;
  return 1 - errorFunction(Math.max(0, Math.abs(s) - 1) / Math.sqrt(2 * variance));
}
