import type { Trial } from '@headroom/contract/records.ts';
import { loadSeconds } from '../model/load-seconds.ts';

/** What a trial takes beyond its load until one has been seen: starting, checking and ending. */
const usualOverheadSeconds = 4;

/** Guesses how long trials will take, from their load and the overhead of those that have ended. */
export function remainingTime(): {
  learn(trial: Trial, tookSeconds: number): void;
  of(trials: readonly Trial[]): number;
} {
  const overheads: number[] = [];
  return {
    learn: (trial, tookSeconds) => {
      overheads.push(tookSeconds - loadSeconds(trial));
    },
    of: (trials) => {
      const overhead =
        overheads.length === 0
          ? usualOverheadSeconds
          : overheads.reduce((sum, value) => sum + value) / overheads.length;
      return trials.reduce((sum, trial) => sum + loadSeconds(trial) + overhead, 0);
    },
  };
}

/** "4 min 05 s", or "50 s". */
export function formatRemaining(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
