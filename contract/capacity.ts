import { z } from 'zod';
import { intervalSchema } from './interval.ts';
import { strategies } from './routes.ts';

const seconds = z.number().nonnegative();

/** A quantile of the latency, and what it may be at most. */
export const serviceLevelSchema = z.strictObject({
  percent: z.union([z.literal(50), z.literal(90), z.literal(95), z.literal(99)]),
  seconds: z.number().positive(),
});
export type ServiceLevel = z.infer<typeof serviceLevelSchema>;

/** How a load is counted: requests a second in the open model, users in the closed one. */
const loadModels = ['open', 'closed'] as const;

export const capacitySearchSchema = z.strictObject({
  slo: serviceLevelSchema,
  model: z.enum(loadModels),
  /** The window of a trial, unless the quantile takes a longer one. */
  windowSeconds: z.number().positive(),
  /** No load above it is tried. */
  most: z.number().positive(),
  /** The search ends when the level that broke is no more than this share above the one that held. */
  precisionShare: z.number().positive(),
  /** Trials that both ends of the bracket are to have. */
  repeats: z.int().positive(),
});
/** What is looked for. Levels are requests a second in the open model, users in the closed one. */
export type CapacitySearch = z.infer<typeof capacitySearchSchema>;

export const capacitySchema = z
  .strictObject({
    subject: z.string(),
    endpoint: z.string(),
    workload: z.string(),
    strategy: z.enum([...strategies, 'unknown']),
    model: z.enum(loadModels).describe('Levels are requests a second (open) or users (closed).'),
    slo: serviceLevelSchema,
    held: z.number().positive().nullable().describe('The largest level at which most of its trials held.'),
    broke: z.number().positive().nullable().describe('The smallest level above it at which they did not.'),
    interval: z
      .strictObject({ low: z.number().positive().nullable(), high: z.number().positive().nullable() })
      .describe('The largest level that held in all its trials, and the smallest that broke in all of them.'),
    bound: z
      .enum(['bracket', 'lower', 'upper', 'unknown'])
      .describe(
        'What is known: the capacity lies in the bracket; at least so much; less than the smallest level that was tried; or nothing.',
      ),
    reason: z.string().describe('Why it broke, or why no more is known.'),
    throughputRps: z.number().nonnegative().nullable().describe('Right answers a second at the level held.'),
    latencySeconds: seconds.nullable().describe('The quantile of the service level, at the level held.'),
    subjectCpuSecondsPerRequest: seconds.nullable().describe('At the level held.'),
    trials: z.int().nonnegative(),
  })
  .describe('How much load an endpoint carries until a service level breaks.');
export type Capacity = z.infer<typeof capacitySchema>;

export const capacityRatioSchema = z
  .strictObject({
    subject: z.string(),
    endpoint: z.string(),
    than: z.string().describe('The endpoint of the same workload that carries least.'),
    times: z.number().positive(),
    interval: intervalSchema
      .nullable()
      .describe('From the brackets of both; null where one has an open end.'),
    bound: z.enum(['lower', 'estimate']),
  })
  .describe('How many times as much one strategy carries as another.');
export type CapacityRatio = z.infer<typeof capacityRatioSchema>;
