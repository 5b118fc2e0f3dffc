import type { FitLevel } from './fit-level.ts';
import { waitingFactor } from './plateau.ts';
import type { Case } from './scaling-case.ts';

/** Of so many lone requests that take a lock, one is seen in all likelihood. */
const fewestHolders = 4;
/** The share of requests that wait where a thread serves ten of a connection in a row (Puma), with what chance adds. */
const mostOfRows = 0.15;

/**
 * Where many more requests are in hand than are served at once, everybody waits in a pool, whatever its order of
 * service: the median grows nearly as the mean does. With a lock that some requests take, the median stays.
 */
export function onlyPartWaits(about: Case): boolean {
  const deep = about.levels.filter(
    ({ throughputRps, latencySeconds }) => throughputRps * latencySeconds > 1.5 * about.pool.size + 2,
  );
  const share = deep.map((level) => medianShare(level, about)).findLast((value) => value !== null);
  return share !== undefined && share !== null && share < 0.3;
}

/**
 * Whether a lock can be what a part of the requests waits for: it would have to be held for 1/(X p) if that part is p, and
 * so long a lone user's request takes who takes the lock. Where none does, something else lets some requests pass, such as
 * a thread that serves several of one connection in a row.
 */
export function mayHoldLock({ levels, lone }: Case): boolean {
  const { figures, throughputRps } = levels.findLast(isSeen) ?? lone;
  const { meanSeconds = 0, p50Seconds = null, maxSeconds = null } = figures.latency ?? {};
  const alone = lone.figures.latency;
  if (p50Seconds === null || maxSeconds === null || maxSeconds <= p50Seconds) return true;
  const part = (meanSeconds - p50Seconds) / (maxSeconds - p50Seconds);
  const longest = (part > 0.08 ? alone?.p95Seconds : null) ?? alone?.maxSeconds ?? null;
  const usual = alone?.p50Seconds ?? alone?.meanSeconds ?? 0;
  if (longest === null) return part > mostOfRows;
  const heldSeconds = 1 / (throughputRps * part);
  if (longest - usual > 0.5 * heldSeconds) return true;
  // Of too few lone requests none may have taken it; but what serves in rows lets a tenth wait, and not more.
  return lone.figures.completions * part < fewestHolders && part > mostOfRows;
}

/** Nothing speaks against it: at the highest level that shows it, the median grows with the mean. */
export function everybodyWaits(about: Case): boolean {
  const share = about.levels
    .toReversed()
    .map((level) => medianShare(level, about))
    .find((value) => value !== null);
  return (share ?? 1) > 0.5;
}

/** How much the median grew over that of a lone user, as a share of the mean's growth; null where that is not known. */
function medianShare(level: FitLevel, { lone }: Case): number | null {
  const { figures, latencyError } = level;
  const { p50Seconds = null, meanSeconds = 0 } = figures.latency ?? {};
  if (level.users === 1 || p50Seconds === null || !isSeen(level)) return null;
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
export function inLine({ spread, levels, pool }: Case): boolean | null {
  if (spread < 0.3) return null;
  const alone = 1.645 * Math.sqrt(Math.log1p(spread * spread));
  const together = levels
    .filter((level) => isSeen(level) && level.latencySeconds > 2 * pool.serviceSeconds)
    .map(({ figures: { latency } }) =>
      latency === null || latency.p50Seconds === null || latency.p95Seconds === null
        ? null
        : Math.log(latency.p95Seconds / latency.p50Seconds),
    )
    .findLast((value) => value !== null);
  return together === undefined || together === null ? null : together < 0.65 * alone;
}

/** Whether the window is long enough to see how latencies are spread. */
function isSeen({ figures: { censored, latency, windowSeconds } }: FitLevel): boolean {
  return !censored && latency !== null && latency.meanSeconds < windowSeconds / 3;
}
