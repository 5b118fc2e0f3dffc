import { type LatencySample, quantilePercents } from '@headroom/contract/generator-summary.ts';
import type { Latency } from '@headroom/contract/records.ts';

type Some = Extract<LatencySample, { state: 'some' }>;

/**
 * Latency of two disjoint sets of requests taken together: exact count, mean and extremes; the quantile
 * function by mixing the two distribution functions in proportion to their counts and inverting the mix.
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
  const knots = samples.map(knotsOf);
  const latencies = [...new Set(knots.flat().map(({ latency }) => latency))].sort((a, b) => a - b);
  const mix = latencies.map((latency) => ({
    latency,
    probability: samples.reduce(
      (sum, { count }, i) => sum + (count / total) * probabilityAt(knots[i] ?? [], latency),
      0,
    ),
  }));
  return quantilePercents.map((percent) => latencyAt(mix, percent / 100));
}

interface Knot {
  readonly latency: number;
  readonly probability: number;
}

function knotsOf({ min, max, quantiles }: Some): Knot[] {
  const inner = quantiles.map((latency, i) => ({ latency, probability: (quantilePercents[i] ?? 0) / 100 }));
  return [{ latency: min, probability: 0 }, ...inner, { latency: max, probability: 1 }];
}

/** The distribution function through the knots, linear between them; a jump counts in full at its latency. */
function probabilityAt(knots: readonly Knot[], latency: number): number {
  const last = knots.findLastIndex((knot) => knot.latency <= latency);
  const below = knots[last];
  const above = knots[last + 1];
  if (!below) return 0;
  if (!above) return 1;
  const along = (latency - below.latency) / (above.latency - below.latency);
  return below.probability + along * (above.probability - below.probability);
}

function latencyAt(mix: readonly Knot[], probability: number): number {
  const next = mix.findIndex((knot) => knot.probability >= probability);
  const above = mix[next] ?? (mix.at(-1) as Knot);
  const below = mix[next - 1];
  if (!below || above.probability === below.probability) return above.latency;
  const along = (probability - below.probability) / (above.probability - below.probability);
  return below.latency + along * (above.latency - below.latency);
}
