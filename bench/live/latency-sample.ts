import { type LatencySample, quantilePercents } from '@headroom/contract/generator-summary.ts';
import { quantileOf } from '../statistics/quantile.ts';

/** What a generator says of so many latencies, from the latencies themselves. Seconds, in any order. */
export function latencySample(latencies: readonly number[]): LatencySample {
  if (latencies.length === 0) return { state: 'empty' };
  const sorted = Float64Array.from(latencies).sort();
  const sum = sorted.reduce((total, value) => total + value, 0);
  const [min, max] = [quantileOf(sorted, 0), quantileOf(sorted, 1)];
  return {
    state: 'some',
    count: sorted.length,
    // The mean of equal numbers may be off by a rounding.
    mean: Math.min(max, Math.max(min, sum / sorted.length)),
    min,
    max,
    quantiles: quantilePercents.map((percent) => quantileOf(sorted, percent / 100)),
  };
}
