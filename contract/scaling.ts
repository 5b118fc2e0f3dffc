import { z } from 'zod';
import { intervalSchema } from './interval.ts';

const seconds = z.number().nonnegative();

/** How an endpoint serves more users than one. */
export const scalingKinds = [
  'one-at-a-time',
  'pool',
  'loops',
  'scales',
  'contended',
  'cpu-bound',
  'unknown',
] as const;
export type ScalingKind = (typeof scalingKinds)[number];

/** What throughput and latency over the levels say of how an endpoint serves its users, and why. */
export const scalingSchema = z.strictObject({
  subject: z.string(),
  endpoint: z.string(),
  classification: z.enum(scalingKinds),
  concurrency: z
    .strictObject({
      value: z.number().nonnegative(),
      bound: z.enum(['lower', 'estimate']),
      interval: intervalSchema.nullable(),
    })
    .nullable()
    .describe(
      'Requests served at once at the plateau: k of a pool, c of CPUs; a lower bound where none was seen.',
    ),
  blockedLoop: z
    .boolean()
    .nullable()
    .describe('By the stall of the event loop; null where nobody measured it.'),
  evidence: z.array(z.string()).describe('What it rests on, or why it is unknown, in sentences.'),
  serviceSeconds: seconds.nullable().describe('R0: mean latency of a lone user.'),
  thinkSeconds: seconds.describe('Z: mean think time.'),
  demandSeconds: seconds.nullable().describe('D = 1 / Xmax; null where no plateau was seen.'),
  maxThroughputRps: z.number().nonnegative().nullable().describe('Xmax; null where no plateau was seen.'),
  kneeUsers: z
    .number()
    .nonnegative()
    .nullable()
    .describe('N* = (R0 + Z) / D; null where no plateau was seen.'),
  usl: z
    .strictObject({
      sigma: z.number().nonnegative().describe('Contention: the share that cannot be done at once.'),
      kappa: z.number().nonnegative().describe('Coherence: what users cost one another, pair by pair.'),
      singleUserRps: z.number().positive(),
      peakUsers: z
        .number()
        .positive()
        .nullable()
        .describe('Where throughput is highest; null where it only levels off.'),
      residual: z.number().nonnegative().describe('Root mean square of the relative residuals.'),
      validToUsers: z.number().positive().describe('Twice the largest level: it says nothing beyond.'),
    })
    .nullable()
    .describe('Universal Scalability Law; null below seven levels, or with fewer than two past the knee.'),
});
export type Scaling = z.infer<typeof scalingSchema>;
