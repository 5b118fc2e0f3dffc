import type { Trial } from '@headroom/contract/records.ts';
import { startOffsetSeconds } from '@headroom/contract/trial-input.ts';
import { seededRandom } from '../random/seeded-random.ts';
import { meanActiveUsers } from './active-users.ts';

/** Completions to simulate in all: enough for a standard error well below 0.1 % of the mean. */
const completionsWanted = 50_000;
const mostRounds = 400;
/** From so many cycles of a user in the window on, what its edges hold is below that error. */
const cyclesOfSteadyState = 1000;

/** The part of a trial that its ideal depends on. */
type Load = Pick<
  Trial,
  'vus' | 'warmupSeconds' | 'durationSeconds' | 'thinkTime' | 'start' | 'seed' | 'continues'
>;

/**
 * Throughput, in requests per second, of the trial's users inside its window against a server that never
 * queues: every request takes `serviceSeconds`. A simulation of the same starts, think times and window,
 * because N/(S + Z) holds in steady state only, and a window may still hold part of the start. Where its edges
 * are lost among thousands of cycles, and where the users were at it before the trial, so that none of its start is in
 * the window, it is N/(S + Z) with the mean number of users that were there.
 */
export function idealThroughput(trial: Load, serviceSeconds: number): number {
  const random = seededRandom(trial.seed);
  const { minSeconds, maxSeconds } = trial.thinkTime;
  const cycleSeconds = serviceSeconds + (minSeconds + maxSeconds) / 2;
  if (cycleSeconds <= 0) return Number.POSITIVE_INFINITY;
  if (trial.continues !== null || trial.durationSeconds >= cyclesOfSteadyState * cycleSeconds) {
    return meanActiveUsers(trial) / cycleSeconds;
  }
  const perRound = Math.max(1, (trial.vus * trial.durationSeconds) / cycleSeconds);
  // Without chance each round is like the first.
  const byChance = maxSeconds > minSeconds;
  const rounds = byChance ? Math.min(mostRounds, Math.ceil(completionsWanted / perRound)) : 1;
  const windowEnd = trial.warmupSeconds + trial.durationSeconds;

  let inside = 0;
  for (let round = 0; round < rounds; round++) {
    for (let user = 0; user < trial.vus; user++) {
      let now = startOffsetSeconds(trial.start, user, trial.vus) + serviceSeconds;
      while (now < windowEnd) {
        if (now >= trial.warmupSeconds) inside++;
        now += minSeconds + random() * (maxSeconds - minSeconds) + serviceSeconds;
      }
    }
  }
  return inside / rounds / trial.durationSeconds;
}
