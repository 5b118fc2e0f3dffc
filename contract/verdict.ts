import { z } from 'zod';
import { intervalSchema } from './interval.ts';

/** The other's figure over that of the plain one, with its interval where the trials are enough for one. */
const ratioSchema = z.strictObject({ value: z.number().nonnegative(), interval: intervalSchema.nullable() });
export type Ratio = z.infer<typeof ratioSchema>;

/**
 * `other`: the other way is better; `plain`: the plain one is; `either`: no measurable difference; `trade-off`: one
 * is faster and the other spares everybody else.
 */
const outcomes = ['other', 'plain', 'either', 'trade-off'] as const;
export type Outcome = (typeof outcomes)[number];

const levelSchema = z.strictObject({
  vus: z.int().positive(),
  arrivalsPerSecond: z.number().positive().nullable(),
  outcome: z.enum(outcomes),
  provisional: z.boolean().describe('Fewer than 6 trials on a side: by how much, and not by a test.'),
  ratios: z
    .strictObject({
      throughput: ratioSchema.nullable(),
      latency: ratioSchema.nullable(),
      cpuPerRequest: ratioSchema.nullable(),
      memory: ratioSchema.nullable(),
    })
    .describe('Null where one of the two is not known.'),
  spares: z
    .enum(['plain', 'other', 'neither'])
    .nullable()
    .describe('Beside which of them somebody else waits less than half as long; null without bystanders.'),
});
export type VerdictLevel = z.infer<typeof levelSchema>;

/** How to write a handler, for one workload of one subject: the plain way, or another one, and from when on. */
export const verdictSchema = z.strictObject({
  subject: z.string(),
  workload: z.string(),
  plain: z.string().describe('The endpoint that blocks.'),
  other: z.string().describe('The one that it is held against.'),
  outcome: z
    .enum([...outcomes, 'undecided'])
    .describe(
      'At the highest level that was measured of both; undecided where there is none that can be trusted.',
    ),
  provisional: z.boolean(),
  betterFrom: z
    .number()
    .nullable()
    .describe(
      'The lowest level (users, or requests a second in the open model) from which on the other is better.',
    ),
  notAt: z.number().nullable().describe('The highest level below it; between the two lies the break-even.'),
  levels: z.array(levelSchema),
  sentence: z.string(),
  advice: z.string(),
  leftOut: z.array(z.string()).describe('Cells that take no part, and why.'),
});
export type Verdict = z.infer<typeof verdictSchema>;
