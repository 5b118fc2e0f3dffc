import type { Trial } from '@headroom/contract/records.ts';
import type { RunningSubject, Runtime } from './runtime.ts';
import type { Look, Sample } from './trial-outcome.ts';

/** Follows one trial as it runs. */
export interface TrialObserver {
  /** The subject is ready, and the load is about to begin. */
  ready?(subject: Pick<RunningSubject, 'limits'>): void;
  /** Once a second, whether the subject answers or not. */
  looked?(look: Look): void;
  /** The same look, once its scrape has been answered or given up: seconds later where the subject is slow. */
  sampled?(sample: Sample): void;
  /** The load has ended, in whatever way, at that Unix time. The trial waits for what this does. */
  ended?(atSeconds: number): Promise<void>;
}

/** A trial, and the run that it is of. */
export interface TrialOfRun {
  readonly trial: Trial;
  readonly runId: string;
}

/** A place where people watch trials. Nothing that becomes of it stops a measurement. */
export interface TrialGauges {
  /**
   * Shows a trial as it runs.
   * @param idealRps as far as it is known by then, requests per second
   */
  follow(trial: TrialOfRun, idealRps: number | null): TrialObserver;
  /** Takes the ideals of a report, which knows more than was known during the trials. */
  settle(ideals: readonly (TrialOfRun & { readonly idealRps: number })[]): Promise<void>;
}

/** A runtime with a place where its trials can be watched; none where there is no such place. */
export interface WatchedRuntime extends Runtime {
  readonly gauges?: TrialGauges;
}
