import type { LevelFigures } from './level-figures.ts';

/** What the choice of the next level rests on. */
type Seen = Pick<LevelFigures, 'users' | 'throughputRps' | 'latency' | 'unsettled'>;

/** Fewer levels tell too little, however early users begin to wait. */
export const fewestUsers = 8;
/** From so many times the knee on everybody waits, near enough. */
const pastKnee = 1.5;
/** The highest level is to lie so far beyond the knee, and so many levels past it. */
const clearlyPastKnee = 3;
const levelsPastKnee = 2;
/** What does not settle in longer windows either will not. */
const mostUnsettled = 3;
/** Throughput that is more than what fewer users got may go on growing. */
const stillGrows = 1.08;
/** Throughput below that share of its highest has fallen; below the other it has collapsed. */
const fallen = 0.9;
const collapsed = 0.7;

/**
 * The number of users to try next: twice as many each time until the knee N* = Xmax (R0 + Z) (Denning & Buzen 1978)
 * is clearly behind, or throughput falls; half as many more after a level beyond it that was not settled. Such levels
 * tell neither.
 * @param levels in rising order, the first of them a lone user
 * @param furtherPast how many levels more than needed are wanted past the knee
 * @returns null when there is nothing to be learnt from more users, or no more are allowed
 */
export function nextProbeLevel(
  levels: readonly Seen[],
  thinkSeconds: number,
  usersMost: number,
  furtherPast = 0,
): number | null {
  const [lone, top] = [levels[0], levels.at(-1)];
  if (lone === undefined || top === undefined) return 1;
  if (top.users >= usersMost) return null;
  const next = (factor: number) => Math.min(usersMost, Math.ceil(factor * top.users));
  if (top.users < fewestUsers) return next(2);
  const settled = levels.filter(({ unsettled, users }) => !unsettled || users === 1);
  const best = Math.max(...settled.map(({ throughputRps }) => throughputRps));
  const knee = best * ((lone.latency?.meanSeconds ?? Number.POSITIVE_INFINITY) + thinkSeconds);
  const isPast = ({ users }: Seen) => users >= pastKnee * knee;
  if (levels.filter((level) => level.unsettled && isPast(level)).length >= mostUnsettled) return null;
  // What does not settle here does so even less with many more users.
  if (top.unsettled) return next(isPast(top) ? 1.5 : 2);
  if (hasFallen(settled, best)) return null;
  const past = settled.filter(isPast).length;
  const before = Math.max(...settled.slice(0, -1).map(({ throughputRps }) => throughputRps));
  const isBehind =
    top.users >= clearlyPastKnee * 2 ** furtherPast * knee &&
    past >= levelsPastKnee + furtherPast &&
    top.throughputRps <= stillGrows * before;
  return isBehind ? null : next(2);
}

/** By much, or twice. */
function hasFallen(levels: readonly Seen[], best: number): boolean {
  const [before, top] = levels.slice(-2).map(({ throughputRps }) => throughputRps / best);
  if (before === undefined || top === undefined) return false;
  return top < collapsed || (top < fallen && before < fallen);
}
