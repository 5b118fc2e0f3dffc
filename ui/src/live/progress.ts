import { capitalised } from '../words/capitalised.ts';
import { inWords } from '../words/times.ts';
import type { LiveState, Trial } from './state.ts';

/**
 * How far a run is. What is left was told when the trial began, so the seconds seen since then are taken from it:
 * that way every page says the same, whenever it was loaded.
 */
export interface Progress {
  readonly words: string;
  /** From 0 to 1; null where nothing is known yet. */
  readonly share: number | null;
}

/** The progress of the run in hand. */
export function progressOf({ run, trial, trialSince, seconds }: LiveState): Progress {
  const last = seconds.at(-1)?.atSeconds;
  if (run === null || trial === null) return { words: 'Getting ready', share: null };
  const inTrial = trialSince === null || last === undefined ? 0 : last - trialSince + 1;
  const left = Math.max(0, trial.remainingSeconds - inTrial);
  const passed = Math.max(0, (last ?? run.startedAt) - run.startedAt);
  const rest = left < 1 ? 'about to end' : `about ${inWords(left)} left`;
  return {
    words: wordsOf(trial, rest, run.canChangeUsers),
    share: passed + left === 0 ? null : passed / (passed + left),
  };
}

function wordsOf(trial: Trial, rest: string, isLive: boolean): string {
  if (trial.of > 1) return `Trial ${trial.place} of ${trial.of}: ${trial.words} — ${rest}`;
  const isAfterLoad = isLive && !trial.canChangeUsers;
  return isAfterLoad ? `A lone user, to learn what a request takes alone — ${rest}` : capitalised(rest);
}
