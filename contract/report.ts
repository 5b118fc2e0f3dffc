import { z } from 'zod';
import { capacityRatioSchema, capacitySchema } from './capacity.ts';
import { intervalSchema } from './interval.ts';
import { othersSchema, reasonSchema, schemaVersion } from './records.ts';
import { strategies } from './routes.ts';
import { scalingSchema } from './scaling.ts';
import { verdictSchema } from './verdict.ts';

const seconds = z.number().nonnegative();
const count = z.int().nonnegative();

export const warningCodes = [
  'censored',
  'unsettled',
  'ramp-unfinished',
  'continued',
  'failed-requests',
  'generator-saturated',
  'dropped-iterations',
  'overloaded',
  'no-baseline',
  'scrapes-unanswered',
  'repeats-missing',
  'one-cpu',
  'throttled',
  'unsteady',
  'imprecise',
  'outliers',
  'bimodal',
  'drift',
  'starved',
  'other-answer',
  'cold-lone-user',
  'connecting',
  'refused',
  'unanswered',
  'growing',
  'resent',
  'clock',
] as const;

export const warningSchema = z.strictObject({ code: z.enum(warningCodes), message: z.string() });
export type Warning = z.infer<typeof warningSchema>;

/** A figure, or what is known of it at the least. */
const boundedSchema = z.strictObject({
  value: z.number().nonnegative(),
  bound: z.enum(['lower', 'estimate']),
});
export type Bounded = z.infer<typeof boundedSchema>;

/** Of the medians over the trials of a cell; null each where the trials are too few. */
const intervalsSchema = z.strictObject({
  throughputRps: intervalSchema.nullable(),
  meanSeconds: intervalSchema.nullable(),
  p50Seconds: intervalSchema.nullable(),
  p95Seconds: intervalSchema.nullable(),
  p99Seconds: intervalSchema.nullable(),
  cpuSecondsPerRequest: intervalSchema.nullable(),
});
export type Intervals = z.infer<typeof intervalsSchema>;

export const noIntervals: Intervals = {
  throughputRps: null,
  meanSeconds: null,
  p50Seconds: null,
  p95Seconds: null,
  p99Seconds: null,
  cpuSecondsPerRequest: null,
};

/** Who was answered: of the users of one trial. */
export const usersSchema = z
  .strictObject({
    there: count.describe('Users that were there.'),
    answered: count.describe('Those who got a right answer inside the window; the median over the trials.'),
    fewestAnswers: count.describe(
      'Right answers inside the window to the user who got the fewest, in any trial.',
    ),
    mostAnswers: count.describe('To the one who got the most.'),
  })
  .describe('Who was answered; null where users come and go, and in the open model.');

export const cellSchema = z
  .strictObject({
    subject: z.string(),
    endpoint: z.string(),
    workload: z.string(),
    strategy: z.enum([...strategies, 'unknown']),
    vus: z.int().positive(),
    arrivalsPerSecond: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .describe(
        'Requests a second that were sent whatever was answered (the open model); null is the closed one.',
      ),
    repeats: count.describe(
      'Measured trials; every other figure is the median over them, except sums named as such.',
    ),
    measuredSeconds: seconds.describe('Sum of the measured windows of all repeats.'),
    requests: count.describe(
      'Sum over all repeats of the requests that ended inside the window, failed ones included.',
    ),
    failedRequests: count.describe('Sum over all repeats.'),
    inFlightAtCutoff: z.number().nonnegative().describe('Requests without an answer when the window closed.'),
    users: usersSchema.nullable().default(null),
    answersPerUser: z
      .array(count)
      .nullable()
      .default(null)
      .describe(
        'Right answers inside the window to each user, rising, of the trial with the median throughput; null where they were not counted.',
      ),
    connectSeconds: seconds
      .nullable()
      .default(null)
      .describe(
        'Mean time of a request until it had a connection (queue of the backlog, handshakes), which its latency does not hold; null where that was not measured.',
      ),
    droppedIterations: count
      .default(0)
      .describe(
        'Requests that were due but found nobody free to send them: sum over all repeats, warm-up included.',
      ),
    throughputRps: z.number().nonnegative().describe('Right answers inside the window over its length.'),
    idealThroughputRps: z
      .number()
      .nonnegative()
      .nullable()
      .describe(
        'The same users, think time, start and window against a server that never queues (simulated); in the open model the rate that was offered.',
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
    acceptedSeconds: z
      .strictObject({ mean: seconds, p50: seconds.nullable(), p95: seconds.nullable() })
      .nullable()
      .describe('How long it took to accept a job; null where the endpoint is no queue.'),
    impliedLatencySeconds: seconds
      .nullable()
      .describe("Little's law: users / throughput - think time; null in the open model."),
    littleResidual: seconds.nullable().describe('|X(R + Z) - N| / N with the observed mean R.'),
    censored: z
      .boolean()
      .describe(
        'The window is too short to observe the latency; trust the implied one. In the open model: so many were left without an answer that the quantiles are lower bounds.',
      ),
    serviceSeconds: seconds
      .nullable()
      .describe('S: declared by the subject, or the mean latency at one user.'),
    effectiveConcurrency: boundedSchema
      .extend({ interval: intervalSchema.nullable().default(null) })
      .nullable()
      .describe('X times the mean latency at one user; a lower bound where the users never had to queue.'),
    serverLatencyMeanSeconds: seconds.nullable().describe('What the subject itself measured.'),
    longestStallSeconds: seconds.nullable(),
    loopUtilization: z.number().nonnegative().nullable(),
    subjectCpuSecondsPerRequest: seconds.nullable(),
    peakResidentBytes: count.nullable(),
    idleResidentBytes: count.nullable().describe('Memory when it was ready and nobody asked it anything.'),
    generatorCpuShare: z.number().nonnegative().nullable(),
    others: othersSchema
      .nullable()
      .default(null)
      .describe("Others of the lab that might use the generator's CPUs; null where that is not known."),
    bystander: z
      .strictObject({
        sent: count,
        failed: count,
        unanswered: count,
        p50Seconds: boundedSchema.nullable(),
        p95Seconds: boundedSchema.nullable(),
      })
      .nullable()
      .describe(
        'Requests of somebody else to a route that does nothing, sent inside the window. Counts are sums; quantiles are of all that were sent, and lower bounds where they lie among those without an answer.',
      ),
    metricsScrapes: z.strictObject({ attempted: count, answered: count, slowestSeconds: seconds.nullable() }),
    intervals: intervalsSchema
      .default(noIntervals)
      .describe('95 % intervals of the medians over repeats, from order statistics; null below 6 repeats.'),
    steadiness: z
      .enum(['steady', 'unsteady', 'not-assessed'])
      .default('not-assessed')
      .describe(
        'Whether the window was past the start, by MSER over its seconds; not assessed below 20 of them.',
      ),
    warnings: z.array(warningSchema),
  })
  .describe('All repeats of one subject x endpoint x level.');
export type Cell = z.infer<typeof cellSchema>;

export const articleRowSchema = z.strictObject({
  vus: z.int().positive(),
  strategy: z.enum(['sync', 'async']),
  subject: z.string(),
  article: z.strictObject({ latencySeconds: seconds, throughputRps: z.number() }),
  measured: z
    .strictObject({
      latencySeconds: seconds.nullable(),
      latencyIsImplied: z.boolean(),
      throughputRps: z.number(),
      idealThroughputRps: z.number().nullable(),
    })
    .nullable(),
  meaning: z.string(),
});
export type ArticleRow = z.infer<typeof articleRowSchema>;

export const breakEvenSchema = z
  .strictObject({
    subject: z.string(),
    vus: z.int().positive(),
    paysFromSeconds: seconds
      .nullable()
      .describe(
        'The shortest wait from which on a blocking handler costs its users over 1.3 times the latency.',
      ),
    notAtSeconds: seconds.nullable().describe('The longest wait at which it does not.'),
    waits: z.array(
      z.strictObject({
        waitSeconds: seconds,
        syncLatencySeconds: seconds,
        asyncLatencySeconds: seconds,
        latencyRatio: z.number().nonnegative(),
        throughputRatio: z.number().nonnegative(),
      }),
    ),
  })
  .describe('From which wait async pays, from cells that differ in nothing but their wait.');
export type BreakEven = z.infer<typeof breakEvenSchema>;

export const claimVerdicts = ['holds', 'does not hold', 'depends', 'not measured'] as const;

export const judgedClaimSchema = z
  .strictObject({
    id: z.string(),
    sentence: z.string(),
    place: z.string().describe("The article's heading under which it stands."),
    subject: z.string(),
    verdict: z.enum(claimVerdicts),
    reason: z.string(),
    provisional: z.boolean().describe('It rests on a single trial of a cell, and may be chance.'),
  })
  .describe('A sentence of the article, and what the measured cells say of it.');
export type JudgedClaim = z.infer<typeof judgedClaimSchema>;

export const reportSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  runId: z.string(),
  runtime: z.enum(['native', 'compose']),
  preset: z.string(),
  complete: z.boolean().describe('Every planned trial has been run, whatever came of it.'),
  pendingTrials: count.describe('Planned trials that have not been run.'),
  missingCells: z.array(z.string()).describe('Planned cells without a measured trial.'),
  leftOut: z
    .array(z.strictObject({ cells: z.array(z.string()), reason: z.string() }))
    .describe('Cells of the preset that this machine could not measure, and how it could.'),
  findings: z.array(z.string()).describe('What was seen, in words.'),
  articleTable: z.array(articleRowSchema),
  claims: z.array(judgedClaimSchema),
  breakEvens: z.array(breakEvenSchema),
  verdicts: z.array(verdictSchema).default([]),
  scaling: z.array(scalingSchema).default([]),
  capacities: z.array(capacitySchema).default([]),
  capacityRatios: z.array(capacityRatioSchema).default([]),
  cells: z.array(cellSchema),
  baselines: z.array(cellSchema).describe('Trials at one user that were run only to learn a service time.'),
  excluded: z.array(z.strictObject({ trialId: z.string(), reason: reasonSchema })),
  notControlled: z.array(z.string()).describe('What the platform did not let the lab control.'),
  dashboardGaps: z
    .array(z.string())
    .default([])
    .describe('What the dashboards lack, as Prometheus did not take it; in words.'),
});
export type Report = z.infer<typeof reportSchema>;
