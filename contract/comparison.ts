import { z } from 'zod';
import { intervalSchema } from './interval.ts';
import { schemaVersion } from './records.ts';

/** Figures of a cell that two runs are compared by; the first is better when higher, the others when lower. */
export const comparedMetrics = ['throughput', 'mean', 'p50', 'p95', 'p99', 'cpu', 'memory'] as const;
export type ComparedMetric = (typeof comparedMetrics)[number];

export const comparisonWarningCodes = [
  'too-few-repeats',
  'outliers',
  'bimodal',
  'drift',
  'below-noise-floor',
  'cell-unfit',
] as const;

const sideSchema = z.strictObject({
  value: z
    .number()
    .nullable()
    .describe('Median over the trials, in base units; null where nothing was measured.'),
  interval: intervalSchema.nullable(),
  trials: z.int().nonnegative(),
});

/** One figure of one cell in both runs. */
export const comparedRowSchema = z.strictObject({
  subject: z.string(),
  endpoint: z.string(),
  vus: z.int().positive(),
  arrivalsPerSecond: z.number().positive().nullable(),
  metric: z.enum(comparedMetrics),
  base: sideSchema,
  head: sideSchema,
  ratio: z.number().nonnegative().nullable().describe('Median of head over that of base.'),
  ratioInterval: intervalSchema.nullable(),
  pValue: z.number().min(0).max(1).nullable(),
  adjustedPValue: z.number().min(0).max(1).nullable().describe('Holm, over the cells of this metric.'),
  test: z.enum(['block-permutation', 'permutation']).nullable(),
  mannWhitneyPValue: z.number().min(0).max(1).nullable(),
  cliffsDelta: z.number().min(-1).max(1).nullable(),
  change: z
    .enum(['higher', 'lower', 'none-detected', 'cannot-tell'])
    .describe('cannot-tell: so few trials cannot reach significance, whatever they show.'),
  repeatsNeeded: z.int().positive().nullable().describe('Where it cannot be told: how many it takes.'),
  warnings: z.array(z.strictObject({ code: z.enum(comparisonWarningCodes), message: z.string() })),
});
export type ComparedRow = z.infer<typeof comparedRowSchema>;

export const gateResultSchema = z.strictObject({
  gate: z.string().describe('As it was asked for, such as throughput:-5%.'),
  subject: z.string(),
  endpoint: z.string(),
  vus: z.int().positive(),
  arrivalsPerSecond: z.number().positive().nullable(),
  outcome: z.enum(['passed', 'failed', 'inconclusive']),
  reaches: z.boolean().describe('A change beyond the gate is not excluded.'),
  reason: z.string(),
});
export type GateResult = z.infer<typeof gateResultSchema>;

const runSchema = z.strictObject({
  runId: z.string(),
  createdAt: z.number().positive(),
  gitCommit: z.string().nullable(),
});

/** Two runs side by side: what `headroom compare` writes with `--json`. */
export const comparisonSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  base: runSchema,
  head: runSchema,
  paired: z.boolean().describe('Their trials were run in turn, so that what drifts falls on both alike.'),
  confidence: z.number(),
  differences: z
    .array(z.strictObject({ what: z.string(), base: z.string(), head: z.string() }))
    .describe('What else differs between the two runs than what is to be compared.'),
  rows: z.array(comparedRowSchema),
  onlyIn: z.strictObject({ base: z.array(z.string()), head: z.array(z.string()) }),
  noiseFloor: z
    .strictObject({
      runId: z.string(),
      shares: z.partialRecord(z.enum(comparedMetrics), z.number().nonnegative()),
    })
    .nullable()
    .describe('Of this machine, as a share of the figure; null where none is stored.'),
  gates: z.array(gateResultSchema),
});
export type Comparison = z.infer<typeof comparisonSchema>;
