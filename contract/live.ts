import { z } from 'zod';
import { ceilings } from './live-routes.ts';
import { reasonSchema } from './records.ts';
import { strategies } from './routes.ts';
import { webAddress } from './web-address.ts';

/**
 * What the live page and the lab say to each other: JSON over HTTP, and a stream of events. Times are seconds, sizes
 * bytes, rates per second; instants are Unix seconds.
 */
const seconds = z.number().nonnegative();
const count = z.int().nonnegative();

const users = z
  .int({ error: `expected a whole number of users from 1 to ${ceilings.users}` })
  .min(1, { error: `expected a whole number of users from 1 to ${ceilings.users}` })
  .max(ceilings.users, { error: `expected a whole number of users from 1 to ${ceilings.users}` });

const bounded = (what: string, min: number, max: number) => {
  const error = `expected ${what} from ${min} to ${max}`;
  return z.number({ error }).min(min, { error }).max(max, { error });
};

/** One endpoint under users whose number may be changed while it runs. */
export const liveStartSchema = z.strictObject({
  kind: z.literal('live'),
  subject: z.string({ error: 'expected the name of a subject' }),
  endpoint: z.string({ error: 'expected the path of an endpoint' }),
  users,
  spawnRate: bounded('users per second', 0.1, ceilings.spawnRate)
    .nullable()
    .describe('Users per second; null starts them staggered over one cycle.'),
  thinkMinSeconds: bounded('seconds', 0, ceilings.thinkSeconds),
  thinkMaxSeconds: bounded('seconds', 0, ceilings.thinkSeconds),
  warmupSeconds: bounded('seconds', 0, ceilings.warmupSeconds),
  durationSeconds: bounded('seconds', 1, ceilings.durationSeconds).describe('It ends by itself after that.'),
  bystandersPerSecond: z
    .int({ error: `expected a whole number from 0 to ${ceilings.bystandersPerSecond}` })
    .min(0, { error: `expected a whole number from 0 to ${ceilings.bystandersPerSecond}` })
    .max(ceilings.bystandersPerSecond, {
      error: `expected a whole number from 0 to ${ceilings.bystandersPerSecond}`,
    }),
});
export type LiveStart = z.infer<typeof liveStartSchema>;

/** A preset, as `make bench PRESET=` runs it. */
export const presetStartSchema = z.strictObject({
  kind: z.literal('preset'),
  preset: z.string({ error: 'expected the name of a preset' }),
});

/** Body of POST /api/runs (202 {@link Started}) and of POST /api/estimate (200 {@link Estimate}). */
export const startSchema = z
  .discriminatedUnion('kind', [liveStartSchema, presetStartSchema], {
    error: 'expected kind to be live or preset',
  })
  .refine((start) => start.kind !== 'live' || start.thinkMinSeconds <= start.thinkMaxSeconds, {
    path: ['thinkMinSeconds'],
    error: 'expected at most thinkMaxSeconds',
  });
export type Start = z.infer<typeof startSchema>;

export const startedSchema = z.strictObject({ runId: z.string() });
export type Started = z.infer<typeof startedSchema>;

/** Body of POST /api/runs/current/users (202, no content). POST /api/runs/current/stop takes none. */
export const changeUsersSchema = z.strictObject({ users });

/** What a run would take, told beforehand. */
export const estimateSchema = z.strictObject({
  trials: count,
  loadSeconds: seconds.describe('Warm-up and measured time of all trials.'),
  totalSeconds: seconds.describe('With the start and the end of each.'),
  ideal: z
    .strictObject({
      throughputRps: z.number().nonnegative(),
      latencySeconds: seconds,
      words: z.string(),
    })
    .nullable()
    .describe('A server that never queues; null where several endpoints are loaded.'),
  words: z.string(),
});
export type Estimate = z.infer<typeof estimateSchema>;

/** Answer of GET /api/lab: what can be asked for. */
export const labSchema = z.strictObject({
  version: z.string(),
  token: z.string(),
  subjects: z.array(
    z.strictObject({
      name: z.string(),
      endpoints: z.array(
        z.strictObject({
          path: z.string(),
          workload: z.string(),
          strategy: z.enum(strategies),
          userClass: z
            .string()
            .nullable()
            .describe("The article's name for its users, as SyncUser; null has none."),
        }),
      ),
    }),
  ),
  presets: z.array(
    z.strictObject({ name: z.string(), trials: count, loadSeconds: seconds, words: z.string() }),
  ),
  defaults: liveStartSchema,
  usersMost: count.describe('The most users that a run may be given.'),
  grafanaUrl: z.string().nullable().describe('Where Grafana answers; null where it does not.'),
});
export type Lab = z.infer<typeof labSchema>;

/** A run in hand, as it was asked for. */
export const currentRunSchema = z.strictObject({
  runId: z.string(),
  startedAt: z.number().positive(),
  words: z.string().describe('What runs, as "SyncUser (nest /sync), 10 users".'),
  canChangeUsers: z.boolean(),
  /** Pages of other programs that show it while it runs. */
  links: z.array(z.strictObject({ title: z.string(), url: webAddress })),
});
export type CurrentRun = z.infer<typeof currentRunSchema>;

/** One second of a trial in hand; null is what nobody can tell, at that second or on this platform. */
export const liveSecondSchema = z.strictObject({
  atSeconds: z.number().positive().describe('Unix time of the end of that second.'),
  users: count,
  throughputRps: z.number().nonnegative(),
  idealRps: z.number().nonnegative().nullable().describe('Of the ideal closed loop with so many users.'),
  p50Seconds: seconds.nullable(),
  p95Seconds: seconds.nullable(),
  p99Seconds: seconds.nullable(),
  failuresPerSecond: z.number().nonnegative().nullable(),
  inFlight: count.nullable(),
  stallSeconds: seconds.nullable().describe('How long the event loop has stood still, at the longest.'),
  loopUtilization: z.number().nonnegative().nullable(),
  subjectCpuShare: z
    .number()
    .nonnegative()
    .nullable()
    .describe('CPU seconds per second of all its processes.'),
  generatorCpuShare: z.number().nonnegative().nullable(),
  bystanderP50Seconds: seconds
    .nullable()
    .describe('Of what was answered in it and what still waits, which counts with its age.'),
});
export type LiveSecond = z.infer<typeof liveSecondSchema>;

/**
 * What GET /api/events sends, each with an id that rises by one. Whoever connects gets every event of the run in hand
 * (or of the last one, where none is) from its `started` on; who sends Last-Event-ID gets those after it.
 */
export const liveEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('started'), run: currentRunSchema }),
  z.strictObject({
    kind: z.literal('trial'),
    trialId: z.string(),
    words: z.string(),
    place: count.describe('1 is the first.'),
    of: count,
    remainingSeconds: seconds,
    canChangeUsers: z
      .boolean()
      .describe('Not while a lone user is measured after the load; to stop then skips that.'),
  }),
  z.strictObject({ kind: z.literal('second'), second: liveSecondSchema }),
  z.strictObject({ kind: z.literal('users'), users: count, words: z.string() }),
  z.strictObject({
    kind: z.literal('trial-ended'),
    trialId: z.string(),
    measured: z.boolean(),
    words: z.string(),
  }),
  z.strictObject({ kind: z.literal('log'), atSeconds: z.number().positive(), text: z.string() }),
  z.strictObject({
    kind: z.literal('ended'),
    runId: z.string(),
    state: z.enum(['done', 'stopped', 'failed']),
    words: z.string(),
    hasReport: z.boolean(),
    links: z.array(z.strictObject({ title: z.string(), url: webAddress })),
  }),
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;

/** One row of GET /api/runs, newest first. */
export const runRowSchema = z.strictObject({
  runId: z.string(),
  createdAt: z.number().positive().nullable(),
  preset: z.string().nullable(),
  words: z.string().describe('What it measured, or why it cannot be read.'),
  state: z.enum(['complete', 'incomplete', 'running', 'damaged']),
  trials: count,
  hasReport: z.boolean(),
});
export type RunRow = z.infer<typeof runRowSchema>;
export const runRowsSchema = z.strictObject({ runs: z.array(runRowSchema) });

/** Body of every answer of 400 and above. */
export const problemSchema = z.strictObject({
  code: reasonSchema.shape.code,
  message: z.string(),
  fields: z.array(z.strictObject({ field: z.string(), message: z.string() })),
});
export type Problem = z.infer<typeof problemSchema>;
