import { z } from 'zod';
import { intervalSchema } from './interval.ts';

const ratioSchema = z.strictObject({ value: z.number().nonnegative(), interval: intervalSchema.nullable() });

/** Which way to write a handler, for one workload of one subject at one level, and by how much. */
export const verdictSchema = z.strictObject({
  subject: z.string(),
  workload: z.string(),
  /** The endpoint as it blocks, and the one that it is held against. */
  plain: z.string(),
  other: z.string(),
  vus: z.int().positive(),
  arrivalsPerSecond: z.number().positive().nullable(),
  outcome: z.enum(['other', 'plain', 'either', 'trade-off', 'undecided']),
  /** The whole of it in words: what was seen and what to do. */
  sentence: z.string(),
  advice: z.string(),
  /** It rests on too few trials for an interval. */
  provisional: z.boolean(),
  /** Each is the other's figure over that of the plain one; null where one of them is not known. */
  ratios: z.strictObject({
    throughput: ratioSchema.nullable(),
    latency: ratioSchema.nullable(),
    bystander: ratioSchema.nullable(),
    cpuPerRequest: ratioSchema.nullable(),
    memory: ratioSchema.nullable(),
  }),
});
export type Verdict = z.infer<typeof verdictSchema>;
