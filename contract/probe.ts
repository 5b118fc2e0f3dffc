import { z } from 'zod';
import { schemaVersion } from './records.ts';
import { cellSchema, usersSchema } from './report.ts';
import { scalingKinds } from './scaling.ts';

const seconds = z.number().nonnegative();
const count = z.int().nonnegative();
const { latencySeconds, bystander, censored, connectSeconds } = cellSchema.shape;

const figuresOfLoad = {
  throughputRps: z.number().nonnegative().describe('Right answers inside the window over its length.'),
  latencySeconds,
  censored,
  requests: count.describe('Requests that ended inside the window, failed ones included.'),
  failedRequests: count,
  unanswered: count.describe('Requests without an answer when the window closed.'),
  measuredSeconds: seconds.describe('Length of the window.'),
  subjectCpuSecondsPerRequest: seconds
    .nullable()
    .describe('Of the process that listens there, where it is on this machine and can be seen.'),
  subjectBusyCpus: seconds.nullable().describe('CPUs that it kept busy.'),
  longestStallSeconds: seconds.nullable().describe('Of its event loop, by its metrics.'),
  loopUtilization: z.number().nonnegative().nullable(),
  generatorCpuShare: z.number().nonnegative().nullable(),
  bystander,
};

const levelSchema = z.strictObject({
  users: usersSchema,
  connectSeconds,
  ...figuresOfLoad,
  impliedLatencySeconds: seconds.nullable().describe("Little's law: users / throughput - think time."),
});

const rateSchema = z.strictObject({
  offeredRps: z.number().positive(),
  ...figuresOfLoad,
  droppedRequests: count.describe('Due, but as many as may wait at once were waiting; warm-up included.'),
  overloaded: z.boolean().describe('More was offered than was answered: the quantiles are lower bounds.'),
});

export const probeSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion),
  runId: z.string().describe('The folder in results/ that holds every record.'),
  url: z.string().describe('What was asked, with ?… in place of a query.'),
  method: z.string(),
  model: z.enum(['closed', 'open']),
  complete: z.boolean().describe('False where it was stopped, or a level could not be measured.'),
  classification: z.enum(scalingKinds),
  evidence: z.array(z.string()).describe('What it rests on, or why it is unknown, in sentences.'),
  advice: z.array(z.string()).describe('What to do, in sentences.'),
  blockedLoop: z
    .boolean()
    .nullable()
    .describe('By the stall of the event loop; null without metrics that tell it.'),
  effectiveConcurrency: z.number().nonnegative().nullable().describe('Requests served at once.'),
  effectiveConcurrencyBound: z.enum(['lower', 'estimate']).nullable(),
  kneeUsers: z
    .number()
    .nonnegative()
    .nullable()
    .describe('N* = (R0 + Z) Xmax; null where no plateau was seen.'),
  maxThroughputRps: z.number().nonnegative().nullable().describe('Xmax; null where no plateau was seen.'),
  serviceTimeSeconds: seconds.nullable().describe('R0: mean latency of a lone user.'),
  thinkTimeSeconds: seconds,
  subjectCpus: count.nullable().describe('CPUs that its process may use; null where that is not known.'),
  levels: z.array(levelSchema).describe('Of the closed model, in rising order.'),
  rates: z.array(rateSchema).describe('Of the open model, in rising order.'),
  bystander: z
    .strictObject({
      url: z.string(),
      atRestSeconds: seconds.describe('What it takes when nothing else is asked.'),
      worst: z
        .strictObject({
          load: z.string(),
          p50Seconds: z.strictObject({ value: seconds, bound: z.enum(['lower', 'estimate']) }),
          times: z.number().nonnegative().describe('As many times as long as at rest.'),
        })
        .nullable()
        .describe('Beside the load that delayed it most; null where too few were sent to tell.'),
    })
    .nullable(),
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
});
/** What `headroom probe --json` writes. */
export type ProbeResult = z.infer<typeof probeSchema>;
export type ProbeLevel = z.infer<typeof levelSchema>;
export type ProbeRate = z.infer<typeof rateSchema>;
