import type { CapacitySearch } from '@headroom/contract/capacity.ts';
import type { OwnSubject } from '@headroom/contract/own-subject.ts';
import type { ConnectionTime } from '@headroom/contract/records.ts';
import type { ThinkTime } from '@headroom/contract/trial-input.ts';
import type { Gate } from './gate.ts';

/** One endpoint of one subject at one level. */
export interface CellPlan {
  /** One of the lab's, or of the user's own. */
  readonly subject: string;
  readonly endpoint: string;
  /** Users; in the open model the most that may wait at once. */
  readonly vus: number;
  /** Requests a second that are sent whatever is answered (the open model); absent in the closed one. */
  readonly arrivalsPerSecond?: number;
}

/** How every trial is carried out. */
export interface Protocol {
  readonly warmupSeconds: number;
  readonly durationSeconds: number;
  readonly thinkTime: ThinkTime;
  /** Users per second; null starts them staggered over one cycle. */
  readonly spawnRate: number | null;
  /** Whether users connect with their first request or before the load. */
  readonly connections: ConnectionTime;
  /** Requests a second to a route that does nothing, beside the load; 0 is none, null is as the workload has it. */
  readonly bystandersPerSecond: number | null;
  readonly repeats: number;
  /** Adds repeats until every cell is known to that share, or the load has taken so long; null adds none. */
  readonly untilStable: { readonly targetShare: number; readonly budgetSeconds: number } | null;
  readonly seed: number;
  readonly order: 'interleaved' | 'listed';
}

export interface CommonSettings {
  readonly delaySeconds: number;
  readonly cpuIterations: number;
  /** How long what the http workload calls takes to answer. */
  readonly upstreamDelaySeconds: number;
  /** How long the slow query takes. */
  readonly databaseDelaySeconds: number;
  /** Connections to the database. */
  readonly databasePoolSize: number;
  /** Processes behind the job queue. */
  readonly queueWorkers: number;
  /** Processes that serve requests. */
  readonly workers: number;
  readonly readyTimeoutSeconds: number;
}

/** What each service is started with. */
export interface SubjectSettings {
  readonly nest: CommonSettings & {
    /** Worker threads of the `pool` routes; null is one for each CPU that it may use. */
    readonly poolSize: number | null;
    /** Another build of the service than the lab's own; null is the lab's. */
    readonly entry: string | null;
  };
  readonly fastapi: CommonSettings;
  /** Services of the user's own, by name. */
  readonly own: Readonly<Record<string, OwnSubject>>;
}

/** The settings of a run, checked once and frozen; all times in seconds. */
export interface BenchConfig {
  readonly preset: string;
  readonly cells: readonly CellPlan[];
  /** Whether endpoints without a cell at one user get a trial of it, to learn their service time. */
  readonly baselines: boolean;
  /** Whether the user named the endpoints: then none may be left out for want of a program. */
  readonly endpointsNamed: boolean;
  readonly protocol: Protocol;
  readonly runtime: 'auto' | 'native' | 'compose';
  readonly out: string;
  readonly keepUp: boolean;
  /** Claims that end the run with exit code 1 unless they hold, by id. */
  readonly gateClaims: readonly string[];
  /** Another build to measure in turn: the folder of a checkout, or a compiled service; null is none. */
  readonly base: string | null;
  /** How much worse than the base a figure may become. */
  readonly gates: readonly Gate[];
  readonly subjects: SubjectSettings;
  /** What `headroom capacity` looks for; null where no service level is named. */
  readonly capacity: Pick<CapacitySearch, 'slo' | 'model' | 'most'> | null;
}
