import type { Trial } from '@headroom/contract/records.ts';
import { startOffsetSeconds } from '@headroom/contract/trial-input.ts';

/**
 * The mean number of users that had started, over the trial's window: all of them, unless they were still
 * being spawned. It is the N of Little's law for this window.
 */
export function meanActiveUsers(
  trial: Pick<Trial, 'vus' | 'warmupSeconds' | 'durationSeconds' | 'start'>,
): number {
  const windowEnd = trial.warmupSeconds + trial.durationSeconds;
  let userSeconds = 0;
  for (let user = 0; user < trial.vus; user++) {
    const from = Math.max(trial.warmupSeconds, startOffsetSeconds(trial.start, user, trial.vus));
    userSeconds += Math.max(0, windowEnd - from);
  }
  return userSeconds / trial.durationSeconds;
}

/** How many users had started when the window opened. */
export function usersAtWindowStart(trial: Trial): number {
  const users = Array.from({ length: trial.vus }, (_, user) =>
    startOffsetSeconds(trial.start, user, trial.vus),
  );
  return users.filter((offset) => offset <= trial.warmupSeconds).length;
}
