import type { FitLevel } from './fit-level.ts';

/** The highest throughput that more users do not raise. */
export interface Plateau {
  /** Xmax, requests per second: the mean over its levels, weighted by their certainty. */
  readonly throughputRps: number;
  readonly levels: readonly FitLevel[];
}

/** Throughputs within so much of one another are the same, unless they are less certain than that. */
const sameShare = 0.05;
/** Users wait for one another once their latency is so many times that of a lone one. */
export const waitingFactor = 1.25;

/**
 * A plateau is seen where throughput stays the same, within 5 % or two standard errors, over the highest levels while
 * the users grow by at least half, and at each of them users wait: their mean latency is over 1.25 R0. Levels with
 * fewer than 1.25 N* users do not count towards Xmax, since there the server is idle now and then. Null where
 * throughput still grows, or falls.
 */
export function findPlateau(
  levels: readonly FitLevel[],
  serviceSeconds: number,
  thinkSeconds: number,
): Plateau | null {
  const top = levels.at(-1);
  if (top === undefined) return null;
  const knee = top.throughputRps * (serviceSeconds + thinkSeconds);
  const run: FitLevel[] = [];
  for (const level of levels.toReversed()) {
    const same =
      Math.abs(Math.log(level.throughputRps / top.throughputRps)) <= tolerance(level, top) &&
      level.latencySeconds >= waitingFactor * serviceSeconds;
    if (!same) break;
    if (level === top || level.users >= 1.25 * knee) run.unshift(level);
  }
  const first = run[0];
  if (first === undefined || top.users < 1.5 * first.users || fallsPastPeak(levels)) return null;
  return { throughputRps: meanThroughput(run), levels: run };
}

/**
 * Whether the highest level has clearly less throughput than a lower one: by a tenth, and by three standard errors
 * beyond what a window may miss at its edges.
 */
export function fallsPastPeak(levels: readonly FitLevel[]): boolean {
  const top = levels.at(-1);
  if (top === undefined) return false;
  const seen = top.throughputRps / (1 - top.edge);
  return levels.some(
    (level) =>
      Math.log(level.throughputRps / seen) >
      Math.max(0.1, 3 * Math.hypot(level.samplingError, top.samplingError)),
  );
}

export function meanThroughput(levels: readonly FitLevel[]): number {
  const weight = ({ throughputError }: FitLevel) => 1 / throughputError ** 2;
  const weights = levels.reduce((sum, level) => sum + weight(level), 0);
  return levels.reduce((sum, level) => sum + weight(level) * level.throughputRps, 0) / weights;
}

function tolerance(level: FitLevel, top: FitLevel): number {
  return Math.max(sameShare, 2 * Math.hypot(level.throughputError, top.throughputError));
}
