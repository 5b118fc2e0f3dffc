import { z } from 'zod';
import { reasonSchema, schemaVersion } from './records.ts';
import { strategies, workloads } from './routes.ts';

const seconds = z.number().nonnegative();
const count = z.int().nonnegative();

export const warningCodes = [
  'censored',
  'unsettled',
  'ramp-unfinished',
  'failed-requests',
  'generator-saturated',
  'dropped-iterations',
  'no-baseline',
  'scrapes-unanswered',
  'repeats-missing',
] as const;

export const warningSchema = z.strictObject({ code: z.enum(warningCodes), message: z.string() });
export type Warning = z.infer<typeof warningSchema>;

export const cellSchema = z
  .strictObject({
    subject: z.string(),
    endpoint: z.string(),
    workload: z.enum(workloads),
    strategy: z.enum(strategies),
    vus: z.int().positive(),
    repeats: count.describe(
      'Measured trials; every other figure is the median over them, except sums named as such.',
    ),
    measuredSeconds: seconds.describe('Sum of the measured windows of all repeats.'),
    requests: count.describe(
      'Sum over all repeats of the requests that ended inside the window, failed ones included.',
    ),
    failedRequests: count.describe('Sum over all repeats.'),
    inFlightAtCutoff: z.number().nonnegative().describe('Requests without an answer when the window closed.'),
    throughputRps: z.number().nonnegative().describe('Right answers inside the window over its length.'),
    idealThroughputRps: z
      .number()
      .nonnegative()
      .nullable()
      .describe(
        'The same users, think time, start and window against a server that never queues (simulated).',
      ),
    latencySeconds: z
      .strictObject({
        mean: seconds,
        p50: seconds.nullable(),
        p95: seconds.nullable(),
        p99: seconds.nullable(),
        max: seconds,
      })
      .nullable()
      .describe('Of the right answers inside the window; a quantile q is given only when n(1 - q) >= 5.'),
    impliedLatencySeconds: seconds.nullable().describe("Little's law: users / throughput - think time."),
    littleResidual: seconds.nullable().describe('|X(R + Z) - N| / N with the observed mean R.'),
    censored: z.boolean().describe('The window is too short to observe the latency; trust the implied one.'),
    serviceSeconds: seconds
      .nullable()
      .describe('S: declared by the subject, or the mean latency at one user.'),
    effectiveConcurrency: z
      .strictObject({ value: z.number().nonnegative(), bound: z.enum(['lower', 'estimate']) })
      .nullable()
      .describe('X times the mean latency at one user; a lower bound where the users never had to queue.'),
    serverLatencyMeanSeconds: seconds.nullable().describe('What the subject itself measured.'),
    longestStallSeconds: seconds.nullable(),
    loopUtilization: z.number().nonnegative().nullable(),
    subjectCpuSecondsPerRequest: seconds.nullable(),
    peakResidentBytes: count.nullable(),
    generatorCpuShare: z.number().nonnegative().nullable(),
    metricsScrapes: z.strictObject({ attempted: count, answered: count, slowestSeconds: seconds.nullable() }),
    warnings: z.array(warningSchema),
  })
  .describe('All repeats of one subject x endpoint x level.');
export type Cell = z.infer<typeof cellSchema>;

export const articleRowSchema = z.strictObject({
  vus: z.int().positive(),
  strategy: z.enum(['sync', 'async']),
  article: z.strictObject({ latencySeconds: seconds, throughputRps: z.number() }),
  measured: z
    .strictObject({
      subject: z.string(),
      latencySeconds: seconds.nullable(),
      latencyIsImplied: z.boolean(),
      throughputRps: z.number(),
      idealThroughputRps: z.number().nullable(),
    })
    .nullable(),
  meaning: z.string(),
});
export type ArticleRow = z.infer<typeof articleRowSchema>;

export const reportSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  runId: z.string(),
  runtime: z.enum(['native', 'compose']),
  preset: z.string(),
  complete: z.boolean().describe('Every planned trial has been run, whatever came of it.'),
  pendingTrials: count.describe('Planned trials that have not been run.'),
  missingCells: z.array(z.string()).describe('Planned cells without a measured trial.'),
  findings: z.array(z.string()).describe('What was seen, in words.'),
  articleTable: z.array(articleRowSchema),
  cells: z.array(cellSchema),
  baselines: z.array(cellSchema).describe('Trials at one user that were run only to learn a service time.'),
  excluded: z.array(z.strictObject({ trialId: z.string(), reason: reasonSchema })),
  notControlled: z.array(z.string()).describe('What the platform did not let the lab control.'),
});
export type Report = z.infer<typeof reportSchema>;
