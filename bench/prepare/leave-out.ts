import type { Manifest, RunPlan } from '@headroom/contract/manifest.ts';
import type { BackingService } from '@headroom/contract/routes.ts';
import { backingOfTrial } from '../runtime/subject-variables.ts';
import { levelInWords } from '../words/in-words.ts';

/** Why a service behind the subjects cannot be had, and how it could. */
export type MissingServices = ReadonlyMap<BackingService, string>;

/** Takes off a plan the trials of which this machine lacks the service behind the subject. */
export function leaveOut(
  plan: RunPlan,
  missing: MissingServices,
): { plan: RunPlan; leftOut: Manifest['leftOut'] } {
  const lacks = (service: BackingService) => (trial: RunPlan['trials'][number]) =>
    backingOfTrial(trial) === service;
  const leftOut = [...missing].map(([service, reason]) => {
    const cells = plan.trials
      .filter((trial) => !trial.baseline && lacks(service)(trial))
      .map((trial) => `${trial.subject} ${trial.endpoint} at ${levelInWords(trial)}`);
    return { cells: [...new Set(cells)], reason };
  });
  const trials = plan.trials.filter((trial) => ![...missing.keys()].some((service) => lacks(service)(trial)));
  return { plan: { ...plan, trials }, leftOut };
}
