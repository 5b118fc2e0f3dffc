import type { RunPlan } from '@headroom/contract/manifest.ts';
import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import { addRound } from './add-round.ts';
import { growCapacity } from './grow-capacity.ts';
import { growProbe } from './grow-probe.ts';

/**
 * The trials that a plan gets beyond those it has, all of which have been run; none when it is done. A function
 * of the plan and the records, so that a run that was stopped goes on where it was.
 */
export function growPlan({ trials, growth, seed }: RunPlan, records: readonly TrialRecord[]): Trial[] {
  switch (growth.kind) {
    case 'none':
      return [];
    case 'until-stable':
      return addRound(trials, growth, seed, records);
    case 'capacity':
      return growCapacity(trials, growth, seed, records);
    case 'probe':
      return growProbe(trials, growth, seed, records);
    default:
      return growth satisfies never;
  }
}
