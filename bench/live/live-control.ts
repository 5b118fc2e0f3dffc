import type { GeneratorSummary } from '@headroom/contract/generator-summary.ts';
import type { LiveSecond } from '@headroom/contract/live.ts';
import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import type { TrialFiles } from '../runtime/runtime.ts';
import type { Sample } from '../runtime/trial-outcome.ts';
import type { Watcher } from '../watcher.ts';

/** Follows a live run as it goes. */
export interface LiveWatcher {
  /** Where subject and generator write while the load lasts. */
  loadStarts(files: TrialFiles): void;
  loadEnded(): void;
  trialStarted(trial: Trial, secondsLeft: number): void;
  trialEnded(record: TrialRecord): void;
  second(second: LiveSecond): void;
  /** A line that somebody who watches should know. */
  say(line: string): void;
}

/** How a live run is told what to do. */
export interface LiveControl {
  readonly watcher: LiveWatcher;
  /** Aborts to end the run in good order: what was measured counts. */
  readonly stop: AbortSignal;
  /** Aborts when the lab itself is stopped: the trial in hand is to be run again. */
  readonly interrupted: AbortSignal;
  /** Follows what is run after the load; the signal skips it. */
  readonly rest: Watcher;
  readonly restSkipped: AbortSignal;
  /** Gives the number of users that is asked for next, once it is; never settles when the signal has aborted. */
  nextChange(signal: AbortSignal): Promise<number>;
}

/** What is written down of a run while it goes on. */
export interface Book {
  readonly files: TrialFiles;
  write(trial: Trial, summary: GeneratorSummary, samples: readonly Sample[]): void;
  keep(record: TrialRecord): void;
  replan(trials: readonly Trial[]): void;
}
