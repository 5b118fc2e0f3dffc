import type { LevelFigures } from './level-figures.ts';
import { impliedLatency } from './littles-law.ts';

/** What is taken off for machines that are not equally fast from trial to trial: a standard deviation. */
const machineNoise = 0.025;
/** Means over time of a queue vary more than those of as many independent values. */
const autocorrelation = 1.5;

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
  readonly figures: LevelFigures;
}

/** Whether a level may take part; otherwise why it does not, as a relative clause. */
export function unfitBecause(level: LevelFigures): string | null {
  if (level.failedRequests > 0) return 'had failed requests';
  if (level.generatorSaturated) return 'had a saturated generator';
  if (level.unsettled) return 'was not settled';
  if (level.throughputRps <= 0 || level.completions === 0 || level.latency === null) return 'had no answers';
  return null;
}

/** @param spread coefficient of variation of the service time */
export function fitLevel(level: LevelFigures, thinkSeconds: number, spread: number): FitLevel | null {
  if (level.latency === null) return null;
  const sampling = (spread * spread) / level.completions;
  const throughputError = Math.hypot(machineNoise, Math.sqrt(sampling), 1 / level.completions);
  const base = { users: level.users, throughputRps: level.throughputRps, throughputError, figures: level };
  const mean = level.latency.meanSeconds;
  // Requests that take a good part of the window are seen in it too seldom; of a lone user, seldom in equal measure.
  const observed = !level.censored && (mean < level.windowSeconds / 10 || level.users === 1);
  const implied = impliedLatency(level.users, level.throughputRps, thinkSeconds) ?? 0;
  if (observed || implied <= 0) {
    const latencyError = Math.hypot(machineNoise, autocorrelation * Math.sqrt(sampling));
    return { ...base, latencySeconds: mean, observed: true, latencyError };
  }
  const amplified = (implied + thinkSeconds) / implied;
  return {
    ...base,
    latencySeconds: implied,
    observed: false,
    latencyError: amplified * throughputError,
  };
}

/**
 * Coefficient of variation of a lone user's latencies, as if lognormal: from the 95th and 50th percentile, else
 * from the largest of so many. 1, that of an exponential, where nothing tells.
 */
export function spreadOf(lone: LevelFigures): number {
  const { latency, completions } = lone;
  if (latency === null) return 1;
  const { meanSeconds, p50Seconds, p95Seconds, maxSeconds } = latency;
  if (p50Seconds !== null && p95Seconds !== null) return ofLogSpread(Math.log(p95Seconds / p50Seconds) / 1.645);
  if (maxSeconds === null || completions < 3) return 1;
  // The expected largest of n normal values lies near sqrt(2 ln n), and nearer by a bit.
  const distance = Math.sqrt(2 * Math.log(completions)) * 0.85;
  return ofLogSpread(Math.log(maxSeconds / meanSeconds) / distance);
}

function ofLogSpread(spread: number): number {
  return Math.min(3, Math.sqrt(Math.expm1(Math.max(0, spread) ** 2)));
}
