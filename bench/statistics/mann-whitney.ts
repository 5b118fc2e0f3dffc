import { errorFunction } from 'simple-statistics';

export interface MannWhitneyResult {
  /** Pairs in which head exceeds base, ties as halves. */
  readonly u: number;
  /** Two-sided. */
  readonly pValue: number;
  readonly exact: boolean;
}

/** Values on both sides together up to which all arrangements are counted. */
const mostExact = 100;

/**
 * Mann-Whitney U of two unpaired samples (Annals of Mathematical Statistics 18, 1947). Exact by counting rank
 * sums over all arrangements, ties as mid-ranks; from more than 100 values on by the normal approximation with corrections for
 * ties and continuity (Lehmann, Nonparametrics, 1975, section 1.3). Null when a side is empty.
 */
export function mannWhitney(base: readonly number[], head: readonly number[]): MannWhitneyResult | null {
  if (base.length === 0 || head.length === 0) return null;
  const { doubledRanks, tieSizes } = rank([...head, ...base]);
  // Doubled mid-ranks are whole numbers.
  const doubledSum = doubledRanks.slice(0, head.length).reduce((sum, one) => sum + one, 0);
  const u = (doubledSum - head.length * (head.length + 1)) / 2;
  const exact = doubledRanks.length <= mostExact;
  const pValue = exact
    ? exactPValue(doubledRanks, head.length, doubledSum)
    : normalPValue(u, base.length, head.length, tieSizes);
  return { u, pValue, exact };
}

function rank(values: readonly number[]): { doubledRanks: number[]; tieSizes: number[] } {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const doubledRanks: number[] = new Array(values.length);
  const tieSizes: number[] = [];
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1] as number] === values[order[from] as number]) to++;
    for (let i = from; i <= to; i++) doubledRanks[order[i] as number] = from + to + 2;
    tieSizes.push(to - from + 1);
    from = to + 1;
  }
  return { doubledRanks, tieSizes };
}

/** How often `chosen` of the ranks have a sum at least as far from its mean as the one seen. */
function exactPValue(doubledRanks: readonly number[], chosen: number, seen: number): number {
  const largest = doubledRanks.toSorted((a, b) => b - a).slice(0, chosen);
  const width = largest.reduce((sum, one) => sum + one, 0) + 1;
  // ways[count * width + sum]: subsets of so many of the ranks so far with that sum.
  const ways = new Float64Array((chosen + 1) * width);
  ways[0] = 1;
  for (const one of doubledRanks) {
    for (let count = chosen; count >= 1; count--) {
      const to = count * width;
      const from = to - width;
      for (let sum = width - 1; sum >= one; sum--)
        ways[to + sum] = (ways[to + sum] as number) + (ways[from + sum - one] as number);
    }
  }
  const mean = chosen * (doubledRanks.length + 1);
  const away = Math.abs(seen - mean);
  let all = 0;
  let extreme = 0;
  for (let sum = 0; sum < width; sum++) {
    const count = ways[chosen * width + sum] as number;
    all += count;
    if (Math.abs(sum - mean) >= away) extreme += count;
  }
  return extreme / all;
}

function normalPValue(u: number, base: number, head: number, tieSizes: readonly number[]): number {
  const all = base + head;
  const ties = tieSizes.reduce((sum, size) => sum + size ** 3 - size, 0);
  const variance = ((base * head) / 12) * (all + 1 - ties / (all * (all - 1)));
  if (variance === 0) return 1;
  const z = Math.max(0, Math.abs(u - (base * head) / 2) - 0.5) / Math.sqrt(variance);
  return 1 - errorFunction(z / Math.SQRT2);
}
