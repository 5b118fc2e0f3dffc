import type { Trial } from '@headroom/contract/records.ts';
import { trialIdOf } from '../plan/trial-id.ts';

/** Below so many seconds a window says nothing. */
export const leastWindowSeconds = 1;

/**
 * The trial that goes on where another one ends because its users were changed.
 * @param levels how many trials there have been with so many users, this one included
 * @param secondsLeft of the load
 */
export function nextSegment(before: Trial, users: number, levels: number, secondsLeft: number): Trial {
  const added = Math.max(0, users - before.vus);
  const overSeconds =
    before.start.kind === 'spawn-rate' ? added / before.start.usersPerSecond : before.start.overSeconds;
  return {
    ...before,
    trialId: trialIdOf({ ...before, vus: users }, levels),
    vus: users,
    repeat: levels,
    continues: before.trialId,
    durationSeconds: Math.max(leastWindowSeconds, secondsLeft - before.warmupSeconds),
    // Only those who were added start at all; to take all of them for staggered understates them a little.
    start: before.start.kind === 'spawn-rate' ? { kind: 'staggered', overSeconds } : before.start,
  };
}

/** The same trial, as long as its window was. Seconds, to the millisecond. */
export function cutTo(trial: Trial, windowSeconds: number): Trial {
  return { ...trial, durationSeconds: Math.round(windowSeconds * 1000) / 1000 };
}
