import { type LatencySample, quantilePercents } from '@headroom/contract/generator-summary.ts';

type Some = Extract<LatencySample, { state: 'some' }>;

interface StandIn {
  readonly latency: number;
  /** How many requests it stands for. */
  readonly weight: number;
}

const mostStandIns = 2000;

/**
 * The quantiles, at each of `quantilePercents` and in seconds, of disjoint samples taken together. Requests are drawn
 * from the quantile function of each sample at its ranks, pooled, and read as k6 reads them: linear between
 * order statistics at rank p (n - 1) (type 7 of Hyndman and Fan, 1996). Exact up to 101 requests in each, whose every
 * latency their quantiles restore; past that to half a percent of the ranks of each.
 */
export function poolQuantiles(samples: readonly Some[]): number[] {
  const pooled = samples.flatMap(standIns).sort((a, b) => a.latency - b.latency);
  const ranks = ranksOf(pooled);
  const lastRank = samples.reduce((sum, { count }) => sum + count, 0) - 1;
  let above = 0;
  return quantilePercents.map((percent) => {
    const wanted = (percent / 100) * lastRank;
    while (above < ranks.length - 1 && (ranks[above] as number) < wanted) above++;
    const below = Math.max(0, above - 1);
    const [from, to] = [ranks[below] as number, ranks[above] as number];
    const share = to > from ? Math.min(1, Math.max(0, (wanted - from) / (to - from))) : 0;
    return between(pooled[below]?.latency as number, pooled[above]?.latency as number, share);
  });
}

/** The middle of the ranks that each stands for, which of a lone request is its own. */
function ranksOf(sorted: readonly StandIn[]): number[] {
  let before = 0;
  return sorted.map(({ weight }) => {
    before += weight;
    return before - weight / 2 - 0.5;
  });
}

function standIns(sample: Some): StandIn[] {
  const length = Math.min(sample.count, mostStandIns);
  const weight = sample.count / length;
  const latencyAt = quantileFunction(sample);
  return Array.from({ length }, (_, i) => {
    const latency = latencyAt((i + 0.5) * weight - 0.5);
    // Rounding must not take one past the extremes.
    return { latency: Math.min(sample.max, Math.max(sample.min, latency)), weight };
  });
}

/** Latency by rank, 0 to count - 1, from where the sample's quantile function is known. */
function quantileFunction({ count, min, max, quantiles }: Some): (rank: number) => number {
  const knots = [min, ...quantiles, max];
  const step = (count - 1) / (knots.length - 1);
  const knot = (i: number) => knots[Math.min(i, knots.length - 1)] as number;
  return (rank) => {
    if (rank >= count - 1) return max;
    const place = rank / step;
    const below = Math.floor(place);
    if (step > 1) {
      const atOrAbove = (i: number) => count - i * step;
      const share =
        Math.log(atOrAbove(below) / (count - rank)) / Math.log(atOrAbove(below) / atOrAbove(below + 1));
      return alongTail(knot(below), knot(below + 1), share);
    }
    if (step > 0.5) return between(knot(below), knot(below + 1), place - below);
    // From a whole rank to the next it is one straight line, and two knots lie on it.
    const first = Math.ceil(place);
    return between(knot(first), knot(first + 1), place - first);
  };
}

/** Requests between two knots thin out as those of a Pareto tail do: a straight line would make them too slow. */
function alongTail(from: number, to: number, share: number): number {
  return from > 0 ? from * (to / from) ** share : between(from, to, share);
}

function between(from: number, to: number, share: number): number {
  return Math.min(to, from + share * (to - from));
}
