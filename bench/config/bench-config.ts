import type { ThinkTime } from '@headroom/contract/trial-input.ts';

/** One endpoint of one subject at one level. */
export interface CellPlan {
  readonly subject: string;
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
  readonly repeats: number;
  readonly seed: number;
  readonly order: 'interleaved' | 'listed';
}

export interface NestSettings {
  readonly delaySeconds: number;
  readonly cpuIterations: number;
  readonly entry: string | null;
  readonly readyTimeoutSeconds: number;
}

/** The settings of a run, checked once and frozen; all times in seconds. */
export interface BenchConfig {
  readonly preset: string;
  readonly cells: readonly CellPlan[];
  readonly protocol: Protocol;
  readonly runtime: 'auto' | 'native' | 'compose';
  readonly out: string;
  readonly keepUp: boolean;
  readonly nest: NestSettings;
}
