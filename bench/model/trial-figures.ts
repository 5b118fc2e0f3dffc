import { quantilePercents } from '@headroom/contract/generator-summary.ts';
import type { Latency, MeasuredRecord } from '@headroom/contract/records.ts';

/** The figures of one trial that a cell is summarised and compared by; null where it does not tell. */

/** Right answers inside the window over its length, per second. */
export function throughputOf({ requests, failedRequests, measuredSeconds }: MeasuredRecord): number {
  return (requests - failedRequests) / measuredSeconds;
}

/** Mean latency of the right answers, seconds. */
export function meanLatencyOf({ latency }: MeasuredRecord): number | null {
  return latency?.mean ?? null;
}

/** The latency at `percent` of the quantile function, seconds. */
export function latencyAt(percent: number): (record: MeasuredRecord) => number | null {
  return ({ latency, requests, failedRequests }) =>
    latency === null ? null : quantile(latency, percent, requests - failedRequests);
}

/** CPU time of the subject a request, seconds. */
export function cpuPerRequestOf({ subject, requests }: MeasuredRecord): number | null {
  return subject.cpuSeconds === null || requests === 0 ? null : subject.cpuSeconds / requests;
}

/**
 * The latency at `percent` of the quantile function, in seconds; null when fewer than five values lie
 * beyond it, because then it says more about chance than about the system.
 */
export function quantile(latency: Latency, percent: number, count: number): number | null {
  if (count * (1 - percent / 100) < 5) return null;
  return latency.quantiles[quantilePercents.indexOf(percent)] ?? null;
}
