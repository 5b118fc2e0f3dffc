import type { LatencySample } from '@headroom/contract/generator-summary.ts';
import type { Latency } from '@headroom/contract/records.ts';
import { poolQuantiles } from './pool-quantiles.ts';

/**
 * Latency of two disjoint sets of requests taken together: exact count, mean and extremes, in seconds; the
 * quantiles of both pooled, which of one alone are its own. Null when both are empty.
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
    quantiles: samples.length === 1 ? first.quantiles : poolQuantiles(samples),
  };
}
