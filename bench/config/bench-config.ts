import type { Subject } from '@headroom/contract/routes.ts';
import type { ThinkTime } from '@headroom/contract/trial-input.ts';

/** One endpoint of one subject at one level. */
export interface CellPlan {
  readonly subject: Subject;
  readonly endpoint: string;
  readonly vus: number;
}

/** How every trial is carried out. */
export interface Protocol {
  readonly warmupSeconds: number;
  readonly durationSeconds: number;
  readonly thinkTime: ThinkTime;
  /** Users per second; null starts them staggered over one cycle. */
  readonly spawnRate: number | null;
  /** Requests a second to a route that does nothing, beside the load; 0 is none. */
  readonly bystandersPerSecond: number;
  readonly repeats: number;
  readonly seed: number;
  readonly order: 'interleaved' | 'listed';
}

interface CommonSettings {
  readonly delaySeconds: number;
  readonly cpuIterations: number;
  readonly readyTimeoutSeconds: number;
}

/** What each subject is started with. */
export interface SubjectSettings {
  readonly nest: CommonSettings & {
    /** How long what the http workload calls takes to answer. */
    readonly upstreamDelaySeconds: number;
    /** Another build of the service than the lab's own; null is the lab's. */
    readonly entry: string | null;
  };
  readonly fastapi: CommonSettings & { readonly workers: number };
}

/** The settings of a run, checked once and frozen; all times in seconds. */
export interface BenchConfig {
  readonly preset: string;
  readonly cells: readonly CellPlan[];
  readonly protocol: Protocol;
  readonly runtime: 'auto' | 'native' | 'compose';
  readonly out: string;
  readonly keepUp: boolean;
  /** Claims that end the run with exit code 1 unless they hold, by id. */
  readonly gateClaims: readonly string[];
  readonly subjects: SubjectSettings;
}
