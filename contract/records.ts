import { z } from 'zod';
import { errorCatalogue } from './errors.ts';
import { quantilePercents } from './generator-summary.ts';
import { failuresSchema, lookedSchema, transportSchema, usersSchema } from './generator-summary-schema.ts';
import { requestSchema } from './request.ts';
import { bystanderPath, strategies } from './routes.ts';

/** When the users of a trial connect: with their first request, or before the load. */
export const connectionTimes = ['during', 'before'] as const;
export type ConnectionTime = (typeof connectionTimes)[number];

/** Version of everything under `results/`; raised when a reader of the old form would misread the new one. */
export const schemaVersion = 1;

const seconds = z.number().nonnegative();
const count = z.int().nonnegative();
const share = z.number().nonnegative();

export const reasonSchema = z.strictObject({
  code: z.enum(Object.keys(errorCatalogue) as [string, ...string[]]),
  message: z.string(),
});
export type Reason = z.infer<typeof reasonSchema>;

const thinkTimeSchema = z
  .strictObject({ minSeconds: seconds, maxSeconds: seconds })
  .refine((think) => think.minSeconds <= think.maxSeconds, {
    path: ['minSeconds'],
    error: 'expected at most maxSeconds',
  });

const userStartSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('staggered'), overSeconds: seconds }),
  z.strictObject({ kind: z.literal('spawn-rate'), usersPerSecond: z.number().positive() }),
]);

/** One subject x endpoint x level x repeat, with everything needed to carry it out. */
export const trialSchema = z.strictObject({
  trialId: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  /** One of the lab's, one of the user's own, or the host of a service that runs already. */
  subject: z.string(),
  endpoint: z.string(),
  workload: z.string(),
  strategy: z.enum([...strategies, 'unknown']),
  /** What is asked, and which answer is right; null is as the lab's route of that name has it. */
  request: requestSchema.nullable().default(null),
  /** Users; in the open model the most of them that may wait for an answer at once. */
  vus: z.int().positive(),
  /** Requests a second that are sent whatever is answered (the open model); null is the closed one. */
  arrivalsPerSecond: z.number().positive().nullable().default(null),
  repeat: z.int().positive(),
  /** The trial whose subject it goes on with, its users changed while it ran; null has a fresh subject. */
  continues: z.string().nullable().default(null),
  /** Whether each user asks for something quick before the load, on the connection that it keeps. */
  connections: z.enum(connectionTimes).default('during'),
  /** A lone user of a service that runs already, asked again after its load. */
  afterLoad: z.boolean().default(false),
  /** A trial at one user that the plan did not ask for, run to learn the service time. */
  baseline: z.boolean(),
  warmupSeconds: seconds,
  durationSeconds: z.number().positive(),
  thinkTime: thinkTimeSchema,
  start: userStartSchema,
  /** Requests a second to a route that does nothing, beside the load; 0 is none. */
  bystandersPerSecond: z.number().nonnegative(),
  /** What they ask for: a path of the subject, or a whole address. */
  bystanderPath: z.string().default(bystanderPath),
  requestTimeoutSeconds: z.number().positive(),
  /** The service time where the subject's settings fix it (a sleep); otherwise null, to be learnt at one user. */
  declaredServiceSeconds: seconds.nullable(),
  seed: count,
});
export type Trial = z.infer<typeof trialSchema>;

/** Latency of the right answers inside the window, in seconds; `quantiles` at 0.5, 1, ... 99.5 %. */
export const latencySchema = z
  .strictObject({
    mean: seconds,
    min: seconds,
    max: seconds,
    // Its readers find a quantile by its place.
    quantiles: z.array(seconds).length(quantilePercents.length, {
      error: `expected ${quantilePercents.length} values`,
    }),
  })
  .refine(({ min, max }) => min <= max, { path: ['min'], error: 'expected at most max' })
  .refine(({ min, mean, max }) => isWithin(mean, min, max), {
    path: ['mean'],
    error: 'expected a value from min to max',
  })
  .refine(({ quantiles }) => quantiles.every((value, i) => value >= (quantiles[i - 1] ?? 0)), {
    path: ['quantiles'],
    error: 'expected values that never fall',
  });

/** The mean of equal numbers may be off by a rounding. */
function isWithin(value: number, low: number, high: number): boolean {
  const rounding = 1e-9 * high;
  return value >= low - rounding && value <= high + rounding;
}

export type Latency = z.infer<typeof latencySchema>;

/** One second of a trial; `atSeconds` is the end of that second, counted from the start of the load. */
export const secondSchema = z.strictObject({
  atSeconds: z.number(),
  answered: count,
  medianLatencySeconds: seconds.nullable(),
});
export type Second = z.infer<typeof secondSchema>;

/**
 * What the subject said of itself over the window; null where too few scrapes were answered. CPU and memory
 * are of all its processes where the platform tells, else what its metrics page says.
 */
export const subjectViewSchema = z.strictObject({
  /** Mean duration of a request as the subject measures it. */
  latencyMeanSeconds: seconds.nullable(),
  cpuSeconds: seconds.nullable(),
  longestStallSeconds: seconds.nullable(),
  /** Share of the window in which the event loop was busy, 0 to 1. */
  loopUtilization: share.nullable(),
  peakResidentBytes: count.nullable(),
  /** Memory when it was ready and nobody asked it anything. */
  idleResidentBytes: count.nullable(),
  /** How long the kernel kept it from its CPUs for a quota, all CPUs together; null where that is not known. */
  throttledSeconds: seconds.nullable().default(null),
});

/** Who else of the lab might use the generator's CPUs over the window. */
export const othersSchema = z.strictObject({
  names: z.array(z.string()).describe('Observers, and what stands behind the subject; for people.'),
  cpuShare: share
    .nullable()
    .describe("Their CPU time as a share of the generator's CPUs; null where unknown."),
});

const measuredFiguresSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  state: z.literal('measured'),
  trial: trialSchema,
  /** Unix time at which the load began; the window begins `trial.warmupSeconds` later. */
  startedAt: z.number().positive(),
  measuredSeconds: z.number().positive(),
  /** All requests that ended inside the window, whenever they started, failed ones included. */
  requests: count,
  failedRequests: count,
  failures: failuresSchema,
  /** Requests without an answer when the window closed. */
  inFlightAtCutoff: count,
  /** Null in records from before they were counted, where users come and go, and in the open model. */
  users: usersSchema.nullable().default(null),
  /** Null in records from before that was told. */
  transport: transportSchema.nullable().default(null),
  looked: lookedSchema.nullable().default(null),
  /**
   * How far k6's clock was ahead of the runner's (behind where negative), which leaves nothing of what was seen from inside;
   * null where they agreed.
   */
  clockAheadSeconds: z.number().nullable().default(null),
  /** The time for which Prometheus took nothing of what k6 sent it, Unix seconds; null where it took all, or was sent none. */
  dashboardGap: z
    .strictObject({ from: z.number(), to: z.number() })
    .refine(({ from, to }) => from <= to, { path: ['from'], error: 'expected at most to' })
    .nullable()
    .default(null),
  latency: latencySchema.nullable(),
  /** How long it took to accept the jobs submitted inside the window; null without jobs. */
  accepted: latencySchema.nullable(),
  series: z.array(secondSchema),
  subject: subjectViewSchema,
  generator: z.strictObject({
    cpuSeconds: seconds.nullable(),
    /** CPU time over the window as a share of the CPUs that the generator may use. */
    cpuShare: share.nullable(),
    droppedIterations: count,
  }),
  /** Null in records from before that was told, and where it is not known. */
  others: othersSchema.nullable().default(null),
  /** The bystander's requests that were sent inside the window; null without bystanders. */
  bystander: z
    .strictObject({ sent: count, failed: count, answered: count, latency: latencySchema.nullable() })
    .refine(({ sent, failed, answered }) => failed + answered <= sent, {
      path: ['sent'],
      error: 'expected at least failed and answered together',
    })
    .nullable(),
  scrapes: z
    .strictObject({ attempted: count, answered: count, slowestSeconds: seconds.nullable() })
    .refine(({ attempted, answered }) => answered <= attempted, {
      path: ['answered'],
      error: 'expected at most attempted',
    }),
});

export const measuredRecordSchema = measuredFiguresSchema
  .refine(({ requests, failedRequests }) => failedRequests <= requests, {
    path: ['failedRequests'],
    error: 'expected at most requests',
  })
  .refine(({ trial, bystander }) => bystander === null || trial.bystandersPerSecond > 0, {
    path: ['bystander'],
    error: 'expected null, for its trial sends none',
  });
export type MeasuredRecord = z.infer<typeof measuredRecordSchema>;

export const excludedRecordSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  state: z.literal('excluded'),
  trial: trialSchema,
  reason: reasonSchema,
});

/** One line of the journal. */
export const trialRecordSchema = z.discriminatedUnion('state', [measuredRecordSchema, excludedRecordSchema]);
export type TrialRecord = z.infer<typeof trialRecordSchema>;
