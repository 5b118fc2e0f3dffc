import { type LatencySample, quantilePercents } from '@headroom/contract/generator-summary.ts';
import type { Latency } from '@headroom/contract/records.ts';

type Some = Extract<LatencySample, { state: 'some' }>;

/** As many values as stand for a sample whose own are not kept. */
const mostPoints = 2000;

/**
 * Latency of two disjoint sets of requests taken together: exact count, mean and extremes. The quantile function is
 * that of the values which the two parts' quantile functions give back, interpolated between the points that are known
 * (minimum, 0.5 %, ... 99.5 %, maximum, at the ranks p (n - 1)). Null when both are empty.
 */
export function mergeLatency(one: LatencySample, other: LatencySample): Latency | null {
  const samples = [one, other].filter((sample) => sample.state === 'some');
  const [first] = samples;
  if (!first) return null;
  const total = samples.reduce((sum, { count }) => sum + count, 0);
  return {
    mean: samples.reduce((sum, { count, mean }) => sum + count * mean, 0) / total,
    min: Math.min(...samples.map(({ min }) => min)),
    max: Math.max(...samples.map(({ max }) => max)),
    quantiles: samples.length === 1 ? first.quantiles : pooledQuantiles(samples, total),
  };
}

/** A value of a sample, and how many of its values it stands for. */
interface Point {
  readonly latency: number;
  readonly weight: number;
}

function pooledQuantiles(samples: readonly Some[], total: number): number[] {
  const points = samples.flatMap(pointsOf).sort((a, b) => a.latency - b.latency);
  let below = 0;
  // A point is in the middle of the ranks that it stands for.
  const ranks = points.map(({ weight }) => {
    const rank = below + (weight - 1) / 2;
    below += weight;
    return rank;
  });
  let next = 0;
  return quantilePercents.map((percent) => {
    const rank = (percent / 100) * (total - 1);
    while (next < ranks.length - 1 && (ranks[next] ?? 0) < rank) next++;
    const [before, after] = [Math.max(0, next - 1), next];
    const [from = 0, to = 0] = [ranks[before], ranks[after]];
    const share = to > from ? Math.min(1, Math.max(0, (rank - from) / (to - from))) : 1;
    const [low = 0, high = 0] = [points[before]?.latency, points[after]?.latency];
    return low + share * (high - low);
  });
}

/** The values of a sample by its quantile function: all of them where they are few. */
function pointsOf(sample: Some): Point[] {
  const points = Math.min(sample.count, mostPoints);
  return Array.from({ length: points }, (_, i) => {
    const rank = points === 1 ? 0 : (i / (points - 1)) * (sample.count - 1);
    return { latency: valueAt(rank, sample), weight: sample.count / points };
  });
}

/** The value at a rank (from 0, fractions allowed) of a sample that is known by some of its quantiles. */
function valueAt(rank: number, { count, min, max, quantiles }: Some): number {
  const knots = [min, ...quantiles, max];
  const at = count === 1 ? 0 : (rank / (count - 1)) * (knots.length - 1);
  const knot = Math.min(Math.floor(at), knots.length - 2);
  const [low = 0, high = 0] = knots.slice(knot);
  if (knot < knots.length - 2) return low + (at - knot) * (high - low);
  // Beyond the last quantile values thin out: their logarithms rise with that of the share beyond them, as in a Pareto tail.
  const from = (knot / (knots.length - 1)) * (count - 1);
  const beyond = Math.log((count - from) / (count - rank)) / Math.log(count - from);
  return low <= 0 || count - from <= 1 ? low + (at - knot) * (high - low) : low * (high / low) ** beyond;
}
