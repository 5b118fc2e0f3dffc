import { type TrialInput, trialIn } from '../../contract/trial-input.ts';

/** The trial as the runner handed it over. This is the only reader of k6's environment. */
export const trial: TrialInput = trialIn(__ENV) ?? missing();

function missing(): never {
  throw new Error('HEADROOM_TRIAL is not set: this script is started by `headroom run`');
}
