import { throughputBound } from './closed-bounds.ts';
import { closedThroughput } from './closed-throughput.ts';
import type { FitLevel } from './fit-level.ts';
import { type Partition, partUsers, type ShareOfLoop } from './partition-users.ts';

/** Several event loops, or workers of one thread, each of which blocks and serves its own connections in turn. */
export interface TiedLoops {
  /** The likeliest number of loops. */
  readonly loops: number;
  /** Whether one more would be as good an explanation: not all of them need have been in use. */
  readonly atLeast: boolean;
  /** The level at which users are served least evenly, and the answers of those who got the fewest and the most. */
  readonly shownAt: { readonly users: number; readonly fewest: number; readonly most: number };
  /** How much likelier these answers are of such loops than of users who are all served alike: a natural logarithm. */
  readonly logOdds: number;
  /** Whether so many loops explain the answers, and throughput, at every level. */
  readonly fits: boolean;
  /** Whether answers differ by more than chance explains where all are served alike. */
  readonly uneven: boolean;
}

/** What is known of a server beside the answers of a level. */
interface About {
  readonly serviceSeconds: number;
  readonly thinkSeconds: number;
  /** Coefficient of variation of the service time. */
  readonly spread: number;
  /** By how much all loops of a trial may be faster or slower than the lone user tells: a standard deviation. */
  readonly speedError: number;
}

/** The answers of a level, and how well so many loops in use explain them. */
interface Told {
  readonly answers: readonly number[];
  readonly alike: number;
  readonly partitions: readonly { readonly inUse: number; readonly partition: Partition }[];
}

/** More of them are not told from as many as come. */
const mostLoops = 32;
/** A machine may be so much faster or slower in one trial than in another: a standard deviation. */
const machineError = 0.02;
/** Answers of users who take turns differ by one where the window cuts a turn. */
const turnVariance = 0.4;
/** Variance over mean of the answers of users who are served alike: from turns to a lock that some requests take. */
const scatters = [0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1, 1.5, 2.5, 4, 7, 12, 20];
/** From there on no other level changes what is said, and the largest ones would take longest. */
const hopeless = -40;
/** Numbers of loops whose likelihoods (logarithms) are no further apart are not told apart. */
const atLeastMargin = 3;
/** Loops explain a level whose residuals are no larger than that, as a mean square of standard errors. */
const worstMisfit = 3;

/**
 * Whether connections are tied to one of several loops each, by chance: by the answers that each user got. One who has a
 * loop alone gets all that it can do, C in a window; n users of one loop get C/n each, so that answers come in clusters
 * of C, C/2, C/3 ... and each loop's sum is C. This is held against users who are all served alike, with whatever scatter
 * explains the same answers best. The chance of a partition is that of balls thrown into m boxes (W. Feller, An
 * Introduction to Probability Theory, vol. 1, 1968, section II.5).
 * @param spread coefficient of variation of the service time
 * @returns null where no level tells, or they speak against it
 */
export function findTiedLoops(
  levels: readonly FitLevel[],
  lone: FitLevel,
  thinkSeconds: number,
  spread: number,
): TiedLoops | null {
  const speedError = Math.hypot(machineError, lone.latencyError);
  const about = { serviceSeconds: lone.latencySeconds, thinkSeconds, spread, speedError };
  const numbers = Array.from({ length: mostLoops - 1 }, (_, i) => i + 2);
  const odds = numbers.map(() => 0);
  const told: Told[] = [];
  for (const level of levels) {
    const one = toldBy(level, about);
    if (one === null) continue;
    told.push(one);
    for (const [index, loops] of numbers.entries()) {
      odds[index] = (odds[index] as number) + likeliest(one, loops).logLikelihood - one.alike;
    }
    if (Math.max(...odds) < hopeless) return null;
  }
  if (told.length === 0) return null;
  const best = odds.indexOf(Math.max(...odds));
  const loops = numbers[best] as number;
  const fits =
    levels.every((level) => isInUse(level, loops, about)) &&
    told.every((one) => {
      const count = one.answers.length;
      return likeliest(one, loops).misfit < worstMisfit * (count + Math.sqrt(2 * count));
    });
  const least = told.reduce((a, b) => (unevenness(b.answers) > unevenness(a.answers) ? b : a)).answers;
  return {
    loops,
    atLeast: (odds[best + 1] ?? Number.NEGATIVE_INFINITY) > (odds[best] as number) - atLeastMargin,
    shownAt: { users: least.length, fewest: least[0] ?? 0, most: least.at(-1) ?? 0 },
    uneven: told.some(({ answers }) => isUneven(answers, spread)),
    logOdds: odds[best] as number,
    fits,
  };
}

/** Whether throughput is that of as many loops as so many users find by chance (Feller, as above), if nobody pauses. */
function isInUse({ users, throughputRps, figures }: FitLevel, loops: number, about: About): boolean {
  if (about.thinkSeconds > 0) return true;
  const empty = (share: number) => (1 - share / loops) ** users;
  const expected = loops * (1 - empty(1));
  const variance = loops * (loops - 1) * empty(2) + loops * empty(1) - (loops * empty(1)) ** 2;
  const busy = throughputRps * about.serviceSeconds;
  const edge = about.serviceSeconds / figures.windowSeconds;
  const error = Math.hypot(Math.sqrt(Math.max(0, variance)), about.speedError * expected, expected * edge);
  return Math.abs(busy - expected) < 4 * error;
}

/** Null where answers were not counted, or are too few to tell who shares a loop with how many. */
function toldBy({ users, figures }: FitLevel, about: About): Told | null {
  const { answersPerUser: answers, windowSeconds } = figures;
  if (users < 2 || answers === null || answers.length !== users) return null;
  const total = answers.reduce((sum, value) => sum + value, 0);
  const alone = windowSeconds / about.serviceSeconds;
  const busy = total / alone;
  // C/n and C/(n + 1) lie one answer apart where n is the root of C.
  if (total < 2 * users || busy === 0 || users / busy > Math.max(2, Math.sqrt(alone))) return null;
  if (busy > 1.1 * mostLoops) return null;
  const most = Math.min(users, mostLoops);
  const off =
    3 * Math.hypot(about.speedError * busy, Math.sqrt((busy * (about.spread ** 2 * alone + 1)) / alone ** 2));
  const from = Math.max(1, Math.min(Math.floor(busy), Math.ceil(busy - off)));
  // Who pauses leaves a loop idle, so that more of them are in use.
  const idle = 1 + about.thinkSeconds / about.serviceSeconds;
  const to = Math.min(most, Math.max(Math.ceil(busy), Math.floor((busy + off) * idle)));
  const partitions = [];
  for (let inUse = Math.min(from, most); inUse <= to; inUse++) {
    partitions.push({ inUse, partition: partitionOf(answers, total, inUse, windowSeconds, about) });
  }
  return { answers, partitions, alike: likelihoodOfAlike(answers, total, about) };
}

/** With the speed of the machine in that trial, which is the same for all loops. */
function partitionOf(
  answers: readonly number[],
  total: number,
  inUse: number,
  windowSeconds: number,
  about: About,
): Partition {
  const share = shareOf(windowSeconds, about);
  if (about.thinkSeconds > 0) return partUsers(answers, share, inUse);
  const { answers: expected, variance } = share(1);
  const seen = total / inUse;
  const partition = partUsers(answers, (users) => ({ ...share(users), answers: seen }), inUse);
  const together = variance + inUse * (about.speedError * expected) ** 2;
  const off = (inUse * (seen - expected) ** 2) / together;
  return {
    logLikelihood: partition.logLikelihood - 0.5 * (off + Math.log(together / variance)),
    misfit: partition.misfit + off,
  };
}

/** What each loop can do, by how many users share it. */
function shareOf(
  windowSeconds: number,
  { serviceSeconds, thinkSeconds, spread, speedError }: About,
): ShareOfLoop {
  return (users) => {
    const most = throughputBound({ serviceSeconds, thinkSeconds, demandSeconds: serviceSeconds }, users);
    if (thinkSeconds === 0) {
      const answers = windowSeconds * most;
      return { answers, variance: spread ** 2 * answers + 1, varianceWithin: turnVariance };
    }
    const least = closedThroughput(users, thinkSeconds, serviceSeconds, () => 1);
    const answers = (windowSeconds * (most + least)) / 2;
    const between = (windowSeconds * (most - least)) / 4;
    return {
      answers,
      variance: (speedError * answers) ** 2 + between ** 2 + spread ** 2 * answers + 1,
      varianceWithin: turnVariance + (0.1 * answers) / users,
    };
  };
}

/** The natural logarithm, where all users have the same expectation and the scatter that explains them best. */
function likelihoodOfAlike(answers: readonly number[], total: number, { spread, speedError }: About): number {
  const count = answers.length;
  const mean = total / count;
  const squares = answers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const varianceOfTotal = (speedError * total) ** 2 + spread ** 2 * total + 1;
  const likelihoods = [...scatters, spread ** 2].map((scatter) => {
    const variance = turnVariance + scatter * mean;
    return -0.5 * (squares / variance + (count - 1) * Math.log(2 * Math.PI * variance));
  });
  return Math.max(...likelihoods) - 0.5 * Math.log((2 * Math.PI * varianceOfTotal) / count);
}

/** Over the numbers of loops in use. */
function likeliest({ answers, partitions }: Told, loops: number): Partition {
  let best: Partition = { logLikelihood: Number.NEGATIVE_INFINITY, misfit: Number.POSITIVE_INFINITY };
  for (const { inUse, partition } of partitions) {
    if (inUse > loops) continue;
    // The first group may be on any loop, the next on any but that, and each user is on this one by a chance of 1 in m.
    const chance = logWaysToPlace(inUse, loops) - answers.length * Math.log(loops);
    const logLikelihood = partition.logLikelihood + chance;
    if (logLikelihood > best.logLikelihood) best = { logLikelihood, misfit: partition.misfit };
  }
  return best;
}

function logWaysToPlace(groups: number, loops: number): number {
  let ways = 0;
  for (let group = 0; group < groups; group++) ways += Math.log(loops - group);
  return ways;
}

/** By a test of dispersion (R. A. Fisher, Statistical Methods for Research Workers, 1925, section 16). */
function isUneven(answers: readonly number[], spread: number): boolean {
  const freedom = answers.length - 1;
  const mean = answers.reduce((sum, value) => sum + value, 0) / answers.length;
  const squares = answers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares / (Math.max(0.2, 1.5 * spread ** 2) * mean + 1) > freedom + 3 * Math.sqrt(2 * freedom);
}

/** Index of dispersion, but for a turn that the window cuts. */
function unevenness(answers: readonly number[]): number {
  const mean = answers.reduce((sum, value) => sum + value, 0) / answers.length;
  const squares = answers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares / (mean + 1);
}
