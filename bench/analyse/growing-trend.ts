import { quantilePercents } from '@headroom/contract/generator-summary.ts';
import type { MeasuredRecord, Second } from '@headroom/contract/records.ts';
import { median } from '../statistics/median.ts';
import { type Line, lineThrough } from './line-through.ts';

/** How throughput and latency moved inside the window of a trial. */
export interface Trend {
  readonly record: MeasuredRecord;
  /** Answers in each whole second. */
  readonly answered: Line;
  /** Logarithm of the median latency of each whole second. */
  readonly latency: Line;
  /** Variance of the answers of a second, and of that logarithm, if nothing changes. */
  readonly answeredVariance: number;
  readonly latencyVariance: number;
}

const fewestSeconds = 3;
/** Latencies of requests in one queue vary together. */
const autocorrelation = 2;
/** A machine is no steadier than that from second to second. */
const leastLatencyError = 0.01;
const mostLatencyZ = 5;

/**
 * Null where the window has too few whole seconds, or one without an answer.
 * @param aloneSeconds mean latency of a lone user
 */
export function trendOf(record: MeasuredRecord, aloneSeconds: number): Trend | null {
  const { warmupSeconds, durationSeconds } = record.trial;
  const inside = wholeSeconds(record.series, warmupSeconds, warmupSeconds + durationSeconds);
  const latencies = inside.map(({ medianLatencySeconds }) => medianLatencySeconds ?? 0);
  const { latency } = record;
  if (inside.length < fewestSeconds || latency === null || latencies.some((seconds) => seconds <= 0))
    return null;
  const answered = lineThrough(inside.map((second) => second.answered));
  const [first, last] = [inside[0] as Second, inside.at(-1) as Second];
  const slotSeconds = (last.atSeconds - first.atSeconds) / (inside.length - 1);
  const spread = Math.log(at(latency, 84) / at(latency, 16)) / 2;
  return {
    record,
    answered,
    latency: lineThrough(latencies.map(Math.log)),
    answeredVariance:
      answered.mean + burstVariance((answered.mean / slotSeconds) * aloneSeconds, slotSeconds / aloneSeconds),
    // The median of n normal values varies by 1.25 standard deviations over the root of n.
    latencyVariance: (autocorrelation * (1.25 * spread) ** 2) / answered.mean,
  };
}

/** How far each level speaks for growth, in standard errors: the mean of what throughput and latency say. */
export function growthOf(trends: readonly Trend[]): number[] {
  const freedom = trends.reduce((sum, { latency }) => sum + latency.freedom, 0);
  // A level at which growth ended leaves a bend, which is no scatter.
  const scatter = median(trends.map(({ latency }) => latency.squaresLeft / latency.freedom)) ?? 0;
  // A variance of few values is itself uncertain.
  const certainty = Math.sqrt(freedom / (freedom + 4));
  return trends.map(({ answered, latency, answeredVariance, latencyVariance }) => {
    const left = answered.squaresLeft / answered.freedom;
    const throughput = answered.slope * (answered.leverage / Math.sqrt(Math.max(answeredVariance, left)));
    const variance = Math.max(latencyVariance, scatter, leastLatencyError ** 2);
    const faster = -latency.slope * certainty * (latency.leverage / Math.sqrt(variance));
    return (throughput + Math.min(mostLatencyZ, faster)) / 2;
  });
}

/** Places that go in step answer in bursts, of which a second holds one more or less. */
function burstVariance(places: number, burstsPerSlot: number): number {
  const part = burstsPerSlot % 1;
  return places ** 2 * part * (1 - part);
}

/** Seconds that lie in the window from beginning to end. */
function wholeSeconds(series: readonly Second[], fromSeconds: number, toSeconds: number): Second[] {
  const [first, second] = series;
  if (first === undefined || second === undefined) return [];
  const length = second.atSeconds - first.atSeconds;
  const rounding = 0.01 * length;
  return series.filter(
    ({ atSeconds }) => atSeconds - length >= fromSeconds - rounding && atSeconds <= toSeconds + rounding,
  );
}

const at = ({ quantiles }: NonNullable<MeasuredRecord['latency']>, percent: number): number =>
  quantiles[quantilePercents.indexOf(percent)] ?? Number.NaN;
