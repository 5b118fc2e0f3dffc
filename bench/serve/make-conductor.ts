import { BenchError } from '@headroom/contract/errors.ts';
import type { OptionSource } from '../config/option-source.ts';
import type { Conductor } from './conductor.ts';
import { eventLog } from './event-log.ts';

/** What the runs of the live page are carried out by. */
export interface ConductorOrder {
  /** The settings beneath what the page asks for; they name the results folder. */
  readonly sources: readonly OptionSource[];
}

export function conductorOf(_order: ConductorOrder): Conductor {
  const missing = (): never => {
    throw new BenchError('BENCH_INTERNAL_DEFECT', 'not wired yet');
  };
  return {
    events: eventLog(),
    current: () => null,
    estimate: missing,
    start: missing,
    resume: missing,
    changeUsers: missing,
    stop: missing,
    close: async () => undefined,
  };
}
