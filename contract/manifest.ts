import { z } from 'zod';
import { capacitySearchSchema } from './capacity.ts';
import { engineSchema } from './engine.ts';
import { ownSubjectSchema } from './own-subject.ts';
import { schemaVersion, trialSchema } from './records.ts';
import { webAddress } from './web-address.ts';

/** Everything a run is going to do, in order; a resumed run does the rest of it. */
const growthSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('until-stable'),
    /** Half the interval over the median, to be reached by throughput and median latency of every cell. */
    targetShare: z.number().positive(),
    /** No further round begins once the run has taken so long. */
    budgetSeconds: z.number().positive(),
  }),
  capacitySearchSchema.extend({ kind: z.literal('capacity') }),
  z.strictObject({
    kind: z.literal('probe'),
    /** No more users are tried. */
    usersMost: z.int().positive(),
    /** The shortest window; slow answers get longer ones. */
    windowSeconds: z.number().positive(),
    /** No level begins that would make the load of all last longer, warm-ups included. */
    loadSecondsMost: z.number().positive(),
  }),
]);
/** How a plan gets more trials once those that it has are done. */
export type Growth = z.infer<typeof growthSchema>;

/** The preset of a probe, whose subject is a service that runs already: nothing of it can be started again. */
export const probePreset = 'probe';

export const runPlanSchema = z.strictObject({
  preset: z.string(),
  seed: z.int().nonnegative(),
  trials: z.array(trialSchema).min(1),
  growth: growthSchema.default({ kind: 'none' }),
});
export type RunPlan = z.infer<typeof runPlanSchema>;

/** Something that a check of the machine found. `fatal` stops a run before it starts. */
export const findingSchema = z.strictObject({
  check: z.string(),
  severity: z.enum(['ok', 'info', 'warning', 'fatal']),
  message: z.string(),
  /** What to do about it; empty when nothing is to be done. */
  advice: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;

const machineSchema = z.strictObject({
  platform: z.string(),
  release: z.string(),
  architecture: z.string(),
  cpuModel: z.string(),
  cpus: z.int().positive(),
  memoryBytes: z.int().positive(),
});

/** Also that of the run's folder, and no way to another one. */
const runName = z.string().regex(/^(?!\.{1,2}$)[^/\\\0]+$/, { error: 'expected the name of a folder' });

const seconds = z.number().nonnegative();

const settingsOfEvery = {
  delaySeconds: seconds,
  cpuIterations: z.int().positive(),
  upstreamDelaySeconds: seconds,
  databaseDelaySeconds: seconds,
  databasePoolSize: z.int().positive(),
  queueWorkers: z.int().positive(),
  workers: z.int().positive(),
  readyTimeoutSeconds: z.number().positive(),
};

/** How a run came about: enough to understand it later, and to go on with it. Times are Unix seconds. */
export const manifestSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion, { error: `expected schemaVersion ${schemaVersion}` }),
  runId: runName,
  createdAt: z.number().positive().max(8.64e12, { error: 'expected Unix time in seconds' }),
  runtime: z.enum(['native', 'compose']),
  notControlled: z.array(z.string()),
  cpus: z.strictObject({ subject: z.array(z.int()), generator: z.array(z.int()) }),
  machine: machineSchema,
  /** Null natively, and in runs from before it was kept. */
  engine: engineSchema.nullable().default(null),
  versions: z.strictObject({ headroom: z.string(), node: z.string(), k6: z.string() }),
  gitCommit: z.string().nullable(),
  /** Where Grafana showed this run; null where there was none. */
  grafanaUrl: webAddress.nullable(),
  findings: z.array(findingSchema),
  /** The settings of the subjects, as given to each trial. */
  subjects: z.strictObject({
    nest: z.strictObject({
      ...settingsOfEvery,
      poolSize: z.int().positive().nullable(),
      entry: z.string().nullable(),
    }),
    fastapi: z.strictObject(settingsOfEvery),
    own: z.record(z.string(), ownSubjectSchema).default({}),
  }),
  /**
   * Variables of the shell that tune programs and reached a service of the user's own; null is a value that may be secret, and
   * all of it null in runs from before it was kept.
   */
  shellTuning: z.record(z.string(), z.string().nullable()).nullable().default(null),
  plan: runPlanSchema,
  /** The other run of two whose trials were carried out in turn; null where it was alone. */
  pair: z
    .strictObject({
      role: z.enum(['base', 'head']),
      otherRunId: runName,
      /** What the comparison of the two is to be held against, as it was asked for. */
      gates: z.array(z.string()).default([]),
    })
    .nullable()
    .default(null),
  /** Cells of the preset that this machine cannot measure, and how it could. */
  leftOut: z.array(z.strictObject({ cells: z.array(z.string()), reason: z.string() })),
});
export type Manifest = z.infer<typeof manifestSchema>;
