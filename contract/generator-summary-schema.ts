import { z } from 'zod';
import {
  failureKinds,
  type GeneratorSummary,
  type LatencySample,
  type LookedSummary,
  quantilePercents,
  type TransportSummary,
  type UsersSummary,
} from './generator-summary.ts';

const seconds = z.number().nonnegative();
const count = z.int().nonnegative();

/** Kept apart from the types, which run inside k6 too, where zod cannot. */
export const latencySampleSchema: z.ZodType<LatencySample> = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('empty') }),
  z.strictObject({
    state: z.literal('some'),
    count: z.int().positive(),
    mean: seconds,
    min: seconds,
    max: seconds,
    quantiles: z.array(seconds).length(quantilePercents.length),
  }),
]);

export const failuresSchema = z.record(z.enum(failureKinds), count);

export const usersSchema: z.ZodType<UsersSummary> = z.strictObject({
  everAnswered: count,
  answers: z.array(count),
});

export const transportSchema: z.ZodType<TransportSummary> = z.strictObject({
  connectSeconds: seconds.nullable(),
  failedSeconds: seconds.nullable(),
  resentShare: z.number().min(0).max(1),
});

export const lookedSchema: z.ZodType<LookedSummary> = z
  .strictObject({ answers: count, other: count })
  .refine(({ answers, other }) => other <= answers, { path: ['other'], error: 'expected at most answers' });

export const generatorSummarySchema: z.ZodType<GeneratorSummary> = z.strictObject({
  trialId: z.string(),
  startedAt: z.number().positive().nullable(),
  within: latencySampleSchema,
  straddling: latencySampleSchema,
  failures: failuresSchema,
  idleUsersAtCutoff: count,
  droppedIterations: count,
  accepted: latencySampleSchema.nullable(),
  bystander: z.strictObject({ sent: count, failed: count, answered: latencySampleSchema }).nullable(),
  transport: transportSchema.nullable(),
});
