import { trialSchema } from '@headroom/contract/records.ts';
import { z } from 'zod';

/** Everything a run is going to do, in order. Kept in the manifest, so that a resumed run does the rest of it. */
export const runPlanSchema = z.strictObject({
  preset: z.string(),
  seed: z.int().nonnegative(),
  trials: z.array(trialSchema).min(1),
});
export type RunPlan = z.infer<typeof runPlanSchema>;
