import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import type { TrialFiles } from './runtime/runtime.ts';

/** Follows a run as it goes; knows nothing that the records will not say later. */
export interface Watcher {
  begin(trials: readonly Trial[]): void;
  trialStarted(trial: Trial, files: TrialFiles): void;
  trialEnded(record: TrialRecord): void;
  end(): void;
  /** A line for the user that must not be lost among the others. */
  say(line: string): void;
}
