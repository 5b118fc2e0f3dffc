import { type FitLevel, fitLevel, spreadOf } from './fit-level.ts';
import type { LevelFigures } from './level-figures.ts';
import { fallsPastPeak, findPlateau, type Plateau, waitingFactor } from './plateau.ts';
import {
  type ContentionFit,
  fitContention,
  fitDelay,
  fitPool,
  type PoolFit,
  type ServerFit,
} from './server-models.ts';

/** What the levels of an endpoint amount to, before it is put in words. */
export type Judgement =
  | { readonly kind: 'scales' }
  | { readonly kind: 'one-at-a-time' | 'pool'; readonly size: number }
  | { readonly kind: 'cpu-bound'; readonly cpus: number; readonly busyCpus: number }
  | { readonly kind: 'contended'; readonly sign: 'part-waits' | 'falls' | 'grows-slowly' }
  | {
      readonly kind: 'unknown';
      readonly reason: 'one-level' | 'below-knee' | 'no-whole-number' | 'either' | 'contradiction';
    };

/** All that a judgement rests on. */
export interface Case {
  readonly thinkSeconds: number;
  readonly subjectCpus: number | null;
  readonly levels: readonly FitLevel[];
  readonly lone: FitLevel;
  /** Coefficient of variation of the service time, about. */
  readonly spread: number;
  readonly top: FitLevel;
  readonly delay: ServerFit;
  readonly pool: PoolFit;
  readonly contention: ContentionFit;
  readonly plateau: Plateau | null;
}

/** @param usable levels in order of their users, the first of which is a lone one */
export function openCase(
  usable: readonly LevelFigures[],
  thinkSeconds: number,
  subjectCpus: number | null,
): Case | null {
  const [first] = usable;
  if (first === undefined || first.users !== 1) return null;
  const spread = spreadOf(first);
  const levels = usable
    .map((level) => fitLevel(level, thinkSeconds, spread))
    .filter((level) => level !== null);
  const [lone, top] = [levels[0], levels.at(-1)];
  if (lone === undefined || top === undefined) return null;
  const pool = fitPool(levels, thinkSeconds);
  return {
    thinkSeconds,
    subjectCpus,
    levels,
    lone,
    spread,
    top,
    delay: fitDelay(levels),
    pool,
    contention: fitContention(levels, thinkSeconds),
    plateau: findPlateau(levels, pool.serviceSeconds, thinkSeconds),
  };
}

/** A fit is good whose residuals are what chance makes of so many, and none is far off. */
const isGood = ({ misfit, worst }: ServerFit): boolean => misfit < 3.5 && worst < 4;

/**
 * How an endpoint serves several users at once. The simplest explanation that fits wins: nobody waits for anybody;
 * so many at once; all slow one another down. From levels that end before users wait nothing but a lower bound is said.
 */
export function judge(about: Case): Judgement {
  const { levels, delay, pool, contention, top, plateau } = about;
  if (levels.length < 2) return { kind: 'unknown', reason: 'one-level' };
  if (delay.worst < 3 && delay.misfit < 2.5 && top.latencySeconds < 1.15 * delay.serviceSeconds) {
    return { kind: 'scales' };
  }
  if (!isWaiting(about)) return { kind: 'unknown', reason: 'below-knee' };
  if (onlyPartWaits(about)) return { kind: 'contended', sign: 'part-waits' };

  const falls = fallsPastPeak(levels);
  const busyCpus = meanBusyCpus(about);
  const { subjectCpus } = about;
  const flat = plateau !== null || (isGood(pool) && !falls);
  if (flat && busyCpus !== null && subjectCpus !== null && busyCpus > 0.85 * subjectCpus) {
    return { kind: 'cpu-bound', cpus: subjectCpus, busyCpus };
  }
  if (falls && !isGood(pool)) return { kind: 'contended', sign: 'falls' };
  const weight = levels.length;
  const beatenBy = weight * (pool.misfit - contention.misfit);
  const decisive = inLine(about) === false ? 3 : 6;
  if (isGood(pool) && beatenBy <= decisive) return judgePool(about, busyCpus);
  if (isGood(contention) && beatenBy > decisive) {
    return { kind: 'contended', sign: 'grows-slowly' };
  }
  return { kind: 'unknown', reason: isGood(pool) ? 'either' : 'contradiction' };
}

function judgePool(about: Case, busyCpus: number | null): Judgement {
  const { pool, levels, contention } = about;
  const { size, sizeError } = pool;
  // Pools are of whole numbers; above five they lie closer together than machines are exact.
  const whole = Math.max(1, Math.round(size));
  const fits =
    size > 5.5 || Math.abs(size - whole) <= Math.max(0.2 * Math.sqrt(whole), 2 * Math.min(sizeError, 0.25));
  if (!fits) return { kind: 'unknown', reason: 'no-whole-number' };
  if (busyCpus !== null && busyCpus > 0.85 * size) {
    return { kind: 'cpu-bound', cpus: Math.max(1, Math.round(busyCpus)), busyCpus };
  }
  // One, or two: seven times as likely as the other, or nothing is said.
  if (whole <= 2 && (3 - 2 * size) * (whole === 1 ? 1 : -1) < 4 * sizeError ** 2) {
    return { kind: 'unknown', reason: 'no-whole-number' };
  }
  if (whole === 1) return { kind: 'one-at-a-time', size: 1 };
  const margin = levels.length * (contention.misfit - pool.misfit);
  const line = inLine(about);
  const enough = line === true ? -6 : line === null && about.spread < 0.3 && pool.leastMisfit < 2.5 ? -2 : line === null ? Number(process.env.M3 ?? 1) : 3;
  if (levels.length < 3 || margin < enough || !everybodyWaits(about)) {
    return { kind: 'unknown', reason: 'either' };
  }
  return { kind: 'pool', size: size > 5.5 ? size : whole };
}

/** Whether the levels reach past the knee: at the highest one users wait, beyond what chance can do. */
function isWaiting({ top, pool, lone }: Case): boolean {
  const stretch = top.latencySeconds / pool.serviceSeconds;
  return stretch > waitingFactor && Math.log(stretch) > 2.5 * Math.min(lone.latencyError, top.latencyError);
}

/**
 * Where many more requests are in hand than are served at once, everybody waits in a pool, whatever its order of
 * service: the median grows nearly as the mean does. With a lock that some requests take, the median stays.
 */
function onlyPartWaits(about: Case): boolean {
  const deep = about.levels.filter(
    ({ throughputRps, latencySeconds }) => throughputRps * latencySeconds > 1.5 * about.pool.size + 2,
  );
  const share = deep.map((level) => medianShare(level, about)).findLast((value) => value !== null);
  return share !== undefined && share !== null && share < 0.3;
}

/** Nothing speaks against it: at the highest level that shows it, the median grows with the mean. */
function everybodyWaits(about: Case): boolean {
  const share = about.levels
    .toReversed()
    .map((level) => medianShare(level, about))
    .find((value) => value !== null);
  return (share ?? 1) > 0.5;
}

/** How much the median grew over that of a lone user, as a share of the mean's growth; null where that is not known. */
function medianShare({ figures, users, latencyError }: FitLevel, { lone }: Case): number | null {
  const { p50Seconds = null, meanSeconds = 0 } = figures.latency ?? {};
  if (users === 1 || p50Seconds === null || figures.censored || meanSeconds > figures.windowSeconds / 3)
    return null;
  const growth = meanSeconds / lone.latencySeconds - 1;
  if (growth < waitingFactor - 1 || growth < 2 * Math.hypot(lone.latencyError, latencyError)) return null;
  const alone = lone.figures.latency?.p50Seconds ?? lone.latencySeconds;
  return (p50Seconds - alone) / (growth * lone.latencySeconds);
}

/**
 * Whether requests wait in line, so that they all wait as long, or share the server, so that those that take longer
 * wait longer too: by how far apart the latencies are where many wait, against those of a lone user. Null where
 * service times are too alike to tell.
 */
function inLine({ spread, levels, pool }: Case): boolean | null {
  if (spread < 0.3) return null;
  const alone = 1.645 * Math.sqrt(Math.log1p(spread * spread));
  const together = levels
    .filter((level) => level.observed && level.latencySeconds > 2 * pool.serviceSeconds)
    .map(({ figures: { latency } }) =>
      latency === null || latency.p50Seconds === null || latency.p95Seconds === null
        ? null
        : Math.log(latency.p95Seconds / latency.p50Seconds),
    )
    .findLast((value) => value !== null);
  return together === undefined || together === null ? null : together < 0.65 * alone;
}

/** CPUs that the subject keeps busy where it is at its limit; null where nobody measured it. */
export function meanBusyCpus({ levels, pool, plateau, top }: Case): number | null {
  const past = plateau?.levels ?? levels.filter((level) => level === top || isPast(level, pool.size));
  const busy = past.flatMap(({ figures }) =>
    figures.cpuSecondsPerRequest === null ? [] : [figures.throughputRps * figures.cpuSecondsPerRequest],
  );
  return busy.length === 0 ? null : busy.reduce((sum, value) => sum + value, 0) / busy.length;
}

function isPast({ throughputRps, latencySeconds }: FitLevel, size: number): boolean {
  return throughputRps * latencySeconds > 1.5 * size;
}
