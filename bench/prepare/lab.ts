import type { Manifest, RunPlan } from '@headroom/contract/manifest.ts';
import type { BenchConfig, SubjectSettings } from '../config/bench-config.ts';
import type { WatchedRuntime } from '../runtime/trial-gauges.ts';

/** What a run needs to know to make ready. */
export interface Order {
  readonly runtime: BenchConfig['runtime'];
  readonly subjects: SubjectSettings;
  /** Settings of the other side of two that are measured in turn; null is a run alone. */
  readonly baseSubjects: SubjectSettings | null;
  readonly plan: RunPlan;
  /** Whether the user named the endpoints: then none may be left out for want of a program. */
  readonly endpointsNamed: boolean;
  readonly out: string;
  /** Where k6 shows its own dashboard while a trial runs; absent shows none. */
  readonly k6DashboardPort?: number;
  /** Whether the containers stay up after the run. */
  readonly keepUp: boolean;
}

/** The part of the stage that is used before a run starts. */
export interface Announcer {
  say(line: string): void;
  readonly signal: AbortSignal;
}

/** A runtime that is ready, and what the manifest has to say of it. */
export interface Lab {
  readonly runtime: WatchedRuntime;
  /** Where the other side of two runs; null for a run alone. */
  readonly baseRuntime: WatchedRuntime | null;
  /** The order's plan, without what this machine lacks. */
  readonly plan: RunPlan;
  readonly facts: Pick<Manifest, 'cpus' | 'findings' | 'grafanaUrl' | 'leftOut'> & { readonly k6: string };
}
