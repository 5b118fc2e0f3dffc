import type { Manifest } from '@headroom/contract/manifest.ts';
import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import type { TrialFiles } from './runtime/runtime.ts';
import type { Sample } from './runtime/trial-outcome.ts';

/** Which of two builds that are measured in turn. */
export type Side = NonNullable<Manifest['pair']>['role'];

/** Follows a run as it goes; knows nothing that the records will not say later. */
export interface Watcher {
  begin(trials: readonly Trial[]): void;
  /** @param side where two builds are measured in turn */
  trialStarted(trial: Trial, files: TrialFiles, side?: Side): void;
  /** A look at subject and generator while a trial runs, about once a second. */
  sampled?(trial: Trial, sample: Sample): void;
  trialEnded(record: TrialRecord, side?: Side): void;
  end(): void;
  /** A line for the user that must not be lost among the others. */
  say(line: string): void;
}
