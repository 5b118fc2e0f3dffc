import type { Trial } from '@headroom/contract/records.ts';
import { trialIdOf } from '../plan/trial-id.ts';

/** Below so many seconds a window says nothing. */
export const leastWindowSeconds = 1;

/**
 * The trial that goes on where another one ends because its users were changed.
 * @param levels how many trials there have been with so many users, this one included
 * @param secondsLeft of the load
 * @param rampSeconds until the last of its users has entered
 */
export function nextSegment(
  before: Trial,
  users: number,
  levels: number,
  secondsLeft: number,
  rampSeconds: number,
): Trial {
  return {
    ...before,
    trialId: trialIdOf({ ...before, vus: users }, levels),
    vus: users,
    repeat: levels,
    continues: before.trialId,
    durationSeconds: Math.max(leastWindowSeconds, secondsLeft - before.warmupSeconds),
    // To take all of them for staggered, where some are there already, understates them a little.
    start: { kind: 'staggered', overSeconds: rampSeconds },
  };
}

/** The same trial, as long as its window was. Seconds, to the millisecond. */
export function cutTo(trial: Trial, windowSeconds: number): Trial {
  return { ...trial, durationSeconds: Math.round(windowSeconds * 1000) / 1000 };
}
