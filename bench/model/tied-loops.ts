import { throughputBound } from './closed-bounds.ts';
import { closedThroughput } from './closed-throughput.ts';
import type { FitLevel } from './fit-level.ts';
import { type Partitions, partitionsOf, type ShareOfLoop } from './partition-users.ts';

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
}

/** More loops than that share a service of one machine with nobody. */
const mostLoops = 64;
/** A machine may be so much faster or slower in one trial than in another. */
const speedError = 0.04;
/** Answers of users who take turns differ by one where the window cuts a turn. */
const turnVariance = 0.4;
/** Variance over mean of the answers of users who are served alike: from turns to a lock that some requests take. */
const scatters = [0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1, 1.5, 2.5, 4, 7, 12, 20];
/** Loops explain a level whose residuals are no larger than that, as a mean square of standard errors. */
const worstMisfit = 3;

/**
 * Whether connections are tied to one of several loops each, by chance: by the answers that each user got. One who has a
 * loop alone gets all that it can do, C in a window; n users of one loop get C/n each, so that answers come in clusters
 * of C, C/2, C/3 ... and each loop's sum is C. This is held against users who are all served alike, with whatever scatter
 * explains the same answers best. The chance of a partition is that of balls thrown into m boxes (W. Feller, An
 * Introduction to Probability Theory, vol. 1, 1968, section II.5).
 * @param spread coefficient of variation of the service time
 * @returns null where answers were not counted
 */
export function findTiedLoops(
  levels: readonly FitLevel[],
  lone: FitLevel,
  thinkSeconds: number,
  spread: number,
): TiedLoops | null {
  const told = levels.flatMap((level) => {
    const answers = level.figures.answersPerUser;
    if (level.users < 2 || answers === null || answers.length !== level.users) return [];
    const share = shareOf(level, lone.latencySeconds, thinkSeconds, spread);
    const inUse = Math.ceil(1.2 * level.throughputRps * lone.latencySeconds) + 2;
    const partitions = partitionsOf(answers, share, Math.min(level.users, inUse, mostLoops));
    return [{ answers, partitions, alike: likelihoodOfAlike(answers, spread) }];
  });
  if (told.length === 0) return null;
  const oddsOf = (loops: number) =>
    told.reduce((sum, { partitions, alike }) => sum + likeliest(partitions, loops).logLikelihood - alike, 0);
  const numbers = Array.from({ length: mostLoops - 1 }, (_, i) => i + 2);
  const odds = numbers.map(oddsOf);
  const best = odds.indexOf(Math.max(...odds));
  const loops = numbers[best] as number;
  const fits = told.every(
    ({ partitions, answers }) =>
      likeliest(partitions, loops).misfit < worstMisfit * (answers.length + Math.sqrt(answers.length)),
  );
  const least = told.reduce((a, b) => (unevenness(b.answers) > unevenness(a.answers) ? b : a)).answers;
  return {
    loops,
    atLeast: (odds[best + 1] ?? Number.NEGATIVE_INFINITY) > (odds[best] as number) - 2,
    shownAt: { users: least.length, fewest: least[0] ?? 0, most: least.at(-1) ?? 0 },
    logOdds: fits ? (odds[best] as number) : Number.NEGATIVE_INFINITY,
  };
}

/** What each of n users of one loop gets, and by how much that may be off. */
function shareOf(
  { figures: { windowSeconds, completions }, throughputRps }: FitLevel,
  serviceSeconds: number,
  thinkSeconds: number,
  spread: number,
): ShareOfLoop {
  // Answers are of one trial, completions of all.
  const seconds = Math.min(windowSeconds, completions / throughputRps);
  return (users) => {
    const most = throughputBound({ serviceSeconds, thinkSeconds, demandSeconds: serviceSeconds }, users);
    const least = closedThroughput(users, thinkSeconds, serviceSeconds, () => 1);
    const answers = (seconds * (most + least)) / 2;
    const between = (seconds * (most - least)) / 4;
    return {
      answers,
      variance: (speedError * answers) ** 2 + between ** 2 + spread ** 2 * answers + 1,
      varianceWithin: turnVariance + (thinkSeconds > 0 ? (0.1 * answers) / users : 0),
    };
  };
}

/** The natural logarithm, where all users have the same expectation and the scatter that explains them best. */
function likelihoodOfAlike(answers: readonly number[], spread: number): number {
  const mean = answers.reduce((sum, value) => sum + value, 0) / answers.length;
  const squares = answers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const likelihoods = [...scatters, spread ** 2].map((scatter) => {
    const variance = turnVariance + scatter * mean;
    return -0.5 * (squares / variance + answers.length * Math.log(2 * Math.PI * variance));
  });
  return Math.max(...likelihoods);
}

/** Over the numbers of loops in use. */
function likeliest({ byGroups, users }: Partitions, loops: number) {
  let best = { logLikelihood: Number.NEGATIVE_INFINITY, misfit: Number.POSITIVE_INFINITY };
  let waysToPlace = 0;
  for (const [index, { logLikelihood, misfit }] of byGroups.entries()) {
    if (index >= loops) break;
    // The first group may be on any loop, the next on any but that, and each user is on this one by a chance of 1 in m.
    waysToPlace += Math.log(loops - index);
    const chance = waysToPlace - users * Math.log(loops);
    if (logLikelihood + chance > best.logLikelihood) best = { logLikelihood: logLikelihood + chance, misfit };
  }
  return best;
}

/** Index of dispersion, but for a turn that the window cuts. */
function unevenness(answers: readonly number[]): number {
  const mean = answers.reduce((sum, value) => sum + value, 0) / answers.length;
  const squares = answers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares / (mean + 1);
}
