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
/** One of the two alone says no more than that, in standard errors. */
const mostOfOneSide = 0.8;
/** Of the variance that chance is expected to make, at least so much remains. */
const leastOfChance = 0.3;

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

/**
 * How far each level speaks for growth, in standard errors: the mean of what throughput and latency say, of which neither
 * may say nothing.
 */
export function growthOf(trends: readonly Trend[]): number[] {
  const answers = trends.map(({ answered, answeredVariance }) => ({
    line: answered,
    variance: answeredVariance,
  }));
  const latencies = trends.map(({ latency, latencyVariance }) => ({
    line: latency,
    variance: Math.max(latencyVariance, leastLatencyError ** 2),
  }));
  const throughput = answers.map(slopeInErrors(answers));
  const slower = latencies.map(slopeInErrors(latencies));
  return throughput.map((more, index) => {
    const faster = Math.min(mostLatencyZ, -(slower[index] as number));
    return Math.min((more + faster) / 2, mostOfOneSide + 4 * Math.max(0, Math.min(more, faster)));
  });
}

interface Seen {
  readonly line: Line;
  /** As expected of chance. */
  readonly variance: number;
}

/**
 * A slope in standard errors, by what is expected of chance and by the scatter that lines leave. Who waits for answers
 * asks more evenly than chance, so that the scatter of all levels may be less; that of one alone is too uncertain for it.
 */
function slopeInErrors(all: readonly Seen[]): (seen: Seen) => number {
  const freedom = all.reduce((sum, { line }) => sum + line.freedom, 0);
  // A level at which growth ended leaves a bend, which is no scatter.
  const usual = median(all.map(({ line, variance }) => line.squaresLeft / line.freedom / variance)) ?? 1;
  const share = Math.min(1, Math.max(leastOfChance, usual * (1 + 4 / freedom)));
  return ({ line, variance }) => {
    const error = Math.sqrt(Math.max(variance * share, line.squaresLeft / line.freedom));
    return (line.slope * line.leverage) / error;
  };
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
