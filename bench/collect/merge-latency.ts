import { type LatencySample, quantilePercents } from '@headroom/contract/generator-summary.ts';
import type { Latency } from '@headroom/contract/records.ts';

type Some = Extract<LatencySample, { state: 'some' }>;

/**
 * Latency of two disjoint sets of requests taken together: exact count, mean and extremes; the quantile
 * function, to half a percent of rank, from the points of both, weighted by the requests each stands for.
 * Null when both are empty.
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
    quantiles: samples.length === 1 ? first.quantiles : mixedQuantiles(samples, total),
  };
}

function mixedQuantiles(samples: readonly Some[], total: number): number[] {
  const points = samples
    .flatMap(({ count, quantiles }) =>
      quantiles.map((latency) => ({ latency, weight: count / quantiles.length })),
    )
    .sort((a, b) => a.latency - b.latency);
  let next = 0;
  let below = points[0]?.weight ?? 0;
  return quantilePercents.map((percent) => {
    while (below < (percent / 100) * total && next < points.length - 1) {
      next++;
      below += points[next]?.weight ?? 0;
    }
    return points[next]?.latency ?? Number.NaN;
  });
}
