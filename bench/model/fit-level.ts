import type { LevelFigures, UnfitMark } from './level-figures.ts';
import { impliedLatency } from './littles-law.ts';

/** What is taken off for machines that are not equally fast from trial to trial: a standard deviation. */
const machineNoise = 0.03;
/** Means over time of a queue vary more than those of as many independent values. */
const autocorrelation = 1.5;
/**
 * By how much throughput may be off, as a share, where a request takes as long as the window: a server that shares
 * itself among all ends none of them for long, and then all of them.
 */
const edgeShare = 0.3;

/** A level as models are fitted to it. */
export interface FitLevel {
  readonly users: number;
  readonly throughputRps: number;
  /** Mean latency: as observed, or implied by throughput where the window is too short to observe it. */
  readonly latencySeconds: number;
  readonly observed: boolean;
  /** Relative standard errors. */
  readonly throughputError: number;
  readonly latencyError: number;
  /** Of throughput without what the window misses at its edges, and the most that this may be, as a share. */
  readonly samplingError: number;
  readonly edge: number;
  readonly figures: LevelFigures;
}

const unfitClauses: Readonly<Record<UnfitMark, string>> = {
  'other-answer': 'got other answers than a lone user',
  unanswered: 'had requests that were never answered',
  growing: 'was still growing: throughput rose within the window',
};

/** Whether a level may take part; otherwise why it does not, as a relative clause. */
export function unfitBecause(level: LevelFigures): string | null {
  if (level.unfitFor !== null) return unfitClauses[level.unfitFor];
  if (level.failedRequests > 0) return 'had failed requests';
  if (level.generatorSaturated) return 'had a saturated generator';
  // A lone user waits for nobody, so that however few answers there were, their mean latency is what it is.
  if (level.unsettled && level.users > 1) return 'was not settled';
  if (level.throughputRps <= 0 || level.completions === 0 || level.latency === null) return 'had no answers';
  return null;
}

/** @param spread coefficient of variation of the service time */
export function fitLevel(level: LevelFigures, thinkSeconds: number, spread: number): FitLevel | null {
  const { users, throughputRps, completions, windowSeconds, latency } = level;
  if (latency === null) return null;
  const sampling = spread / Math.sqrt(completions);
  const samplingError = Math.hypot(machineNoise, sampling, 1 / completions);
  const implied = impliedLatency(users, throughputRps, thinkSeconds) ?? 0;
  const base = { users, throughputRps, samplingError, figures: level };
  // Requests that take a good part of the window are seen in it too seldom; of a lone user, seldom in equal measure.
  const observed = users === 1 || (!level.censored && latency.meanSeconds < windowSeconds / 10);
  if (observed || implied <= 0) {
    const latencyError = Math.hypot(machineNoise, (users === 1 ? 1 : autocorrelation) * sampling);
    const latencySeconds = latency.meanSeconds;
    return { ...base, latencySeconds, observed: true, throughputError: samplingError, latencyError, edge: 0 };
  }
  const edge = edgeShare * Math.min(1.3, implied / windowSeconds);
  const throughputError = Math.hypot(samplingError, edge);
  const latencyError = (throughputError * (implied + thinkSeconds)) / implied;
  return { ...base, latencySeconds: implied, observed: false, throughputError, latencyError, edge };
}

/**
 * Coefficient of variation of a lone user's latencies, as if lognormal: from the 95th and 50th percentile, else
 * from the largest of so many. 1, that of an exponential, where nothing tells.
 */
export function spreadOf({ latency, completions }: LevelFigures): number {
  if (latency === null) return 1;
  const { meanSeconds, p50Seconds, p95Seconds, maxSeconds } = latency;
  if (p50Seconds !== null && p95Seconds !== null) {
    return ofLogSpread(Math.log(p95Seconds / p50Seconds) / 1.645, completions);
  }
  if (maxSeconds === null || completions < 3) return 1;
  return ofLogSpread(
    Math.log(maxSeconds / (p50Seconds ?? meanSeconds)) / expectedMost(completions),
    completions,
  );
}

/** The expected largest of n normal values, in standard deviations (Fisher & Tippett, 1928). */
function expectedMost(count: number): number {
  const first = Math.sqrt(2 * Math.log(count));
  return first - (Math.log(Math.log(count)) + Math.log(4 * Math.PI) - 2 * 0.5772) / (2 * first);
}

/** On the safe side by a standard error of a spread of so many values. */
function ofLogSpread(spread: number, count: number): number {
  const most = Math.max(0, spread) * (1 + 1 / Math.sqrt(2 * count));
  return Math.min(3, Math.sqrt(Math.expm1(most ** 2)));
}
