import { answersComeInRows } from './answers-in-rows.ts';
import { busyCpusAtMost, isNothingButCpu, meanBusyCpus } from './busy-cpus.ts';
import { keptPlaces } from './kept-places.ts';
import { everybodyWaits, inLine, mayHoldLock, onlyPartWaits } from './latency-shape.ts';
import { fallsPastPeak, waitingFactor } from './plateau.ts';
import type { Case } from './scaling-case.ts';
import { fitDelay, type ServerFit } from './server-models.ts';
import { grewMeanwhile, grownOf } from './still-growing.ts';
import { placesInTurns } from './takes-turns.ts';
import { findTiedLoops, type TiedLoops } from './tied-loops.ts';

/** What the levels of an endpoint amount to, before it is put in words. */
export type Judgement =
  | { readonly kind: 'scales' }
  | { readonly kind: 'one-at-a-time' | 'pool'; readonly size: number; readonly by?: Places }
  | { readonly kind: 'loops'; readonly tied: TiedLoops }
  | { readonly kind: 'cpu-bound'; readonly cpus: number; readonly busyCpus: number }
  | { readonly kind: 'contended'; readonly sign: 'part-waits' | 'falls' | 'grows-slowly' }
  | {
      readonly kind: 'unknown';
      readonly reason: 'uneven';
      readonly tied: TiedLoops;
    }
  | {
      readonly kind: 'unknown';
      readonly reason:
        | 'growing'
        | 'starved'
        | 'one-level'
        | 'below-knee'
        | 'part-waits'
        | 'unsettled-above'
        | 'unfit-above'
        | 'no-whole-number'
        | 'either'
        | 'contradiction';
    };

/** Where places are known by other signs than throughput: they serve a connection several times in a row, or keep it. */
export type Places = 'turns' | 'kept-connections';

/** A fit is good whose residuals are what chance makes of so many, and none is far off. */
const isGood = ({ misfit, worst }: ServerFit): boolean => misfit < 3.5 && worst < 4;

/** Answers are so much likelier of loops than of users who are served alike (logarithms) before it is said. */
const logOddsOfLoops = 2;
/** Models of servers are only models: what they leave unexplained is no proof of another. */
const mostUnexplained = 6;
/** From there on what looks like a pool, or like contention, may be loops. */
const logOddsAgainstPool = -1.5;
const logOddsAgainstContention = -12;
/** What slows down under load is explained better than that, as a mean square of standard errors. */
const oddMisfit = 1;

/**
 * How an endpoint serves several users at once. The simplest explanation that fits wins: nobody waits for anybody;
 * so many at once; all slow one another down. From levels that end before users wait nothing but a lower bound is said.
 */
export function judge(about: Case): Judgement {
  const { leftOut, top } = about;
  const kept = keptPlaces(about);
  if (kept !== null) {
    return { kind: kept === 1 ? 'one-at-a-time' : 'pool', size: kept, by: 'kept-connections' };
  }
  if (grewMeanwhile(leftOut, top.users)) return { kind: 'unknown', reason: 'growing' };
  const judgement = judgeGrown(about);
  // The levels before have had fewer places than those after.
  const isMixed = judgement.kind === 'contended' && grownOf(leftOut).length > 0;
  if (isMixed) return { kind: 'unknown', reason: 'growing' };
  // Whoever has no place is in nobody's way; who waits for a lock that others pass by is.
  const isStarved =
    judgement.kind === 'contended' &&
    judgement.sign !== 'part-waits' &&
    about.levels.some(({ figures }) => figures.starvedUsers > 0);
  return isStarved ? { kind: 'unknown', reason: 'starved' } : judgement;
}

/** The same of what did not change from level to level. */
function judgeGrown(about: Case): Judgement {
  const { levels } = about;
  if (levels.length < 2) return { kind: 'unknown', reason: 'one-level' };
  if (nobodyWaits(about)) {
    if (isUnfitAbove(about)) return { kind: 'unknown', reason: 'unfit-above' };
    return fallsShortAbove(about) ? { kind: 'unknown', reason: 'unsettled-above' } : { kind: 'scales' };
  }
  if (!isWaiting(about)) return { kind: 'unknown', reason: 'below-knee' };
  const tied = findTiedLoops(levels, about.lone, about.thinkSeconds, about.spread);
  const judgement = judgeWaiting(about);
  if (tied === null || judgement.kind === 'cpu-bound') return judgement;
  if (judgement.kind === 'unknown' && judgement.reason === 'part-waits') return judgement;
  // What explains that all are served alike must explain the throughput, too.
  const misfit = levels.length * Math.min(about.pool.misfit, about.contention.misfit);
  const unexplained = Math.min(mostUnexplained, misfit / 2);
  if (tied.fits && tied.logOdds + unexplained > logOddsOfLoops) return { kind: 'loops', tied };
  return isDoubtful(judgement, about, tied) ? { kind: 'unknown', reason: 'uneven', tied } : judgement;
}

/** Whether loops may be behind what looks like something else. */
function isDoubtful(
  { kind }: Judgement,
  { pool, contention }: Case,
  { uneven, logOdds }: TiedLoops,
): boolean {
  if (kind === 'pool') return logOdds > logOddsAgainstPool;
  if (kind !== 'contended' || isGood(pool)) return false;
  return (uneven || contention.misfit > oddMisfit) && logOdds > logOddsAgainstContention;
}

/** The same of users who are all served alike, and some of whom wait. */
function judgeWaiting(about: Case): Judgement {
  const { levels, pool, contention, plateau } = about;
  if (onlyPartWaits(about)) {
    const places = placesInTurns(about);
    if (places !== null) {
      return { kind: places === 1 ? 'one-at-a-time' : 'pool', size: places, by: 'turns' };
    }
    return mayHoldLock(about) && !answersComeInRows(levels)
      ? { kind: 'contended', sign: 'part-waits' }
      : { kind: 'unknown', reason: 'part-waits' };
  }
  const falls = fallsPastPeak(levels);
  const busyCpus = meanBusyCpus(about);
  const { subjectCpus } = about;
  const flat = plateau !== null || (isGood(pool) && !falls);
  if (flat && busyCpus !== null && subjectCpus !== null && busyCpus > 0.85 * subjectCpus) {
    return { kind: 'cpu-bound', cpus: subjectCpus, busyCpus };
  }
  const byCpuTime = judgeCpu(about);
  if (byCpuTime !== null) return byCpuTime;
  if (handlesOne(about)) {
    const cpu = busyCpus !== null && busyCpus > 0.85;
    return cpu ? { kind: 'cpu-bound', cpus: 1, busyCpus } : { kind: 'one-at-a-time', size: 1 };
  }
  if (staysOne(about)) return { kind: 'one-at-a-time', size: 1 };
  if (falls && !isGood(pool)) return { kind: 'contended', sign: 'falls' };
  const weight = levels.length;
  const beatenBy = weight * (pool.misfit - contention.misfit);
  const line = inLine(about);
  const decisive = line === null ? 6 : line ? 20 : 3;
  const poolIsGood = isGood(pool) || (line === true && plateau !== null && pool.misfit < 8);
  if (poolIsGood && beatenBy <= decisive) return judgePool(about, busyCpus);
  if (isGood(contention) && beatenBy > decisive) {
    return { kind: 'contended', sign: 'grows-slowly' };
  }
  return { kind: 'unknown', reason: isGood(pool) ? 'either' : 'contradiction' };
}

function judgePool(about: Case, busyCpus: number | null): Judgement {
  const { pool, levels, contention } = about;
  const { size, sizeError } = pool;
  // Pools are of whole numbers. Above five they lie closer together than to be told from what is none, and above ten
  // closer than 5 %, so that the nearest one says no more than the figure.
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
  const enough =
    line === true
      ? -6
      : line === null && about.spread < 0.3 && pool.leastMisfit < 2.5
        ? -2
        : line === null
          ? 1
          : 3;
  if (levels.length < 3 || margin < enough || !everybodyWaits(about)) {
    return { kind: 'unknown', reason: 'either' };
  }
  return { kind: 'pool', size: size > 10.5 ? size : whole };
}

/**
 * Latency is the same at every level, but for chance; or at none longer than alone, as where code gets warm. What more
 * users did not wait for, fewer did not either: there the machine was disturbed.
 */
function nobodyWaits({ levels, top, lone }: Case): boolean {
  const undisturbed = levels.map((level, index) =>
    levels.slice(index).reduce((a, b) => (b.latencySeconds < a.latencySeconds ? b : a), level),
  );
  const delay = fitDelay(undisturbed);
  const isSame = delay.worst < 3 && delay.misfit < 2.5 && top.latencySeconds < 1.15 * delay.serviceSeconds;
  return isSame || levels.every(({ latencySeconds }) => latencySeconds < 1.05 * lone.latencySeconds);
}

/** Whether the levels reach past the knee: at the highest one users wait, beyond what chance can do. */
function isWaiting({ top, pool, lone }: Case): boolean {
  const stretch = top.latencySeconds / pool.serviceSeconds;
  return stretch > waitingFactor && Math.log(stretch) > 2.5 * Math.min(lone.latencyError, top.latencyError);
}

/**
 * By the server's own account: a loop that is always busy, and about one request in its hands. The latency of a lone
 * user is the less certain of the two on a noisy machine.
 */
function handlesOne({ top: { figures, throughputRps } }: Case): boolean {
  const inHand = throughputRps * (figures.serverMeanSeconds ?? Number.NaN);
  return (figures.loopUtilization ?? 0) > 0.95 && inHand > 0.9 && inHand < 1.1;
}

/** Whether every level has the throughput of a lone request, on a machine that is not equally fast each time. */
function staysOne({ levels, lone, plateau, thinkSeconds }: Case): boolean {
  if (plateau === null || thinkSeconds > 0) return false;
  return levels.every(({ throughputRps }) => Math.abs(throughputRps * lone.latencySeconds - 1) < 0.1);
}

/**
 * By the CPU time that it takes: more users keep no more CPUs busy, and these are all that it may use, or so many as
 * have a request each in their hands that is next to nothing but CPU time.
 */
function judgeCpu(about: Case): Judgement | null {
  const busyCpus = busyCpusAtMost(about);
  if (busyCpus === null) return null;
  const { subjectCpus } = about;
  if (subjectCpus !== null && busyCpus > 0.85 * subjectCpus) {
    return { kind: 'cpu-bound', cpus: subjectCpus, busyCpus };
  }
  const whole = Math.round(busyCpus);
  const isWhole = whole > 0 && Math.abs(busyCpus / whole - 1) < 0.15;
  return isWhole && isNothingButCpu(about) ? { kind: 'cpu-bound', cpus: whole, busyCpus } : null;
}

/** Whether something else than more of the same was measured at a higher level. */
const isUnfitAbove = ({ leftOut, top }: Case): boolean =>
  leftOut.some(({ users, unfitFor }) => unfitFor !== null && users > top.users);

/** Whether a higher level, though not settled, is far from what users get who need not wait. */
function fallsShortAbove({ leftOut, top, delay, thinkSeconds }: Case): boolean {
  return leftOut.some(
    ({ users, throughputRps, unsettled }) =>
      unsettled &&
      users > top.users &&
      throughputRps < (0.85 * users) / (delay.serviceSeconds + thinkSeconds),
  );
}
