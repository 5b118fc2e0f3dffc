import { quantilePercents } from '@headroom/contract/generator-summary.ts';
import type { Latency } from '@headroom/contract/records.ts';

/**
 * The latency at `percent` of the quantile function, in seconds; null when fewer than five values lie
 * beyond it, because then it says more about chance than about the system.
 */
export function quantile(latency: Latency, percent: number, count: number): number | null {
  if (count * (1 - percent / 100) < 5) return null;
  return latency.quantiles[quantilePercents.indexOf(percent)] ?? null;
}
