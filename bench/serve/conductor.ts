import type { CurrentRun, Estimate, Start } from '@headroom/contract/live.ts';
import type { EventLog } from './event-log.ts';

/** Carries out runs that the page asks for, one at a time. What it throws are BenchErrors for the one who asked. */
export interface Conductor {
  readonly events: EventLog;
  /** The run in hand; null where none is. */
  current(): CurrentRun | null;
  estimate(start: Start): Estimate;
  /**
   * Starts a run and returns its id once its folder exists; the rest is told by events.
   * @throws BenchError BENCH_SERVE_BUSY while one is in hand, BENCH_CONFIG_* for what cannot be asked for
   */
  start(start: Start): Promise<string>;
  /** Goes on with one that was stopped. @throws BenchError BENCH_SERVE_BUSY, BENCH_RESULTS_* */
  resume(runId: string): Promise<string>;
  /** @throws BenchError BENCH_SERVE_NOT_RUNNING, or BENCH_SERVE_FIXED_USERS for a run of a preset */
  changeUsers(users: number): void;
  /** Ends the run in hand in good order. @throws BenchError BENCH_SERVE_NOT_RUNNING */
  stop(): void;
  /** Ends the run in hand, and resolves once nothing of it runs. */
  close(): Promise<void>;
}
