import { ceilings } from '@headroom/contract/live-routes.ts';
import { connectionTimes } from '@headroom/contract/records.ts';
import { endpoints, subjects } from '@headroom/contract/routes.ts';
import { z } from 'zod';
import { gate } from './gate.ts';
import { ownSubjectsOptions } from './own-subject-options.ts';
import { duration, list, rate, share, shareExpected, wholeNumber } from './quantities.ts';
import { serviceLevel } from './service-level.ts';

export const subjectNames = subjects;
export const runtimeNames = ['auto', 'native', 'compose'] as const;
export const endpointPaths = endpoints.map((endpoint) => endpoint.path);

/** Instead of zod's own words, for what is no object at all. */
const objectExpected = (issue: { code: string | undefined }): string | undefined =>
  issue.code === 'invalid_type' ? 'expected an object of settings' : undefined;

const cellExpected = (issue: { code: string | undefined }): string | undefined =>
  issue.code === 'invalid_type' ? 'expected a cell, such as { endpoint: "/sync", vus: 1 }' : undefined;

const name = z.string({ error: 'expected a name' });
const path = z.string({ error: 'expected an endpoint, such as "/sync"' });

const optionsOfEverySubject = {
  delay: duration(0, 60).optional(),
  cpuIterations: wholeNumber(1, 10_000_000_000).optional(),
  /** How long what the http workload calls takes to answer. */
  upstreamDelay: duration(0, 60).optional(),
  /** How long the slow query takes, and the connections to its database. */
  databaseDelay: duration(0, 60).optional(),
  databasePoolSize: wholeNumber(1, 150).optional(),
  /** Processes behind the job queue. */
  queueWorkers: wholeNumber(1, 64).optional(),
  /** Processes that serve requests. */
  workers: wholeNumber(1, 64).optional(),
  /** How long the service may take to become ready. */
  readyTimeout: duration(1, 300).optional(),
};

/** Settings of the NestJS subject. */
const nestOptions = z.strictObject(
  {
    ...optionsOfEverySubject,
    /** Worker threads of the pool routes. */
    poolSize: wholeNumber(1, 64).optional(),
    /** Start this compiled service instead of the lab's own, to measure another build. */
    entry: z.string({ error: 'expected a file' }).min(1, { error: 'expected a file' }).optional(),
  },
  { error: objectExpected },
);

/** Settings of the article's subject. */
const fastapiOptions = z.strictObject(optionsOfEverySubject, { error: objectExpected });

/**
 * What a user may set, by `headroom.config.ts` or by flags of the same names. All optional.
 * Text is accepted for every value, so that flags and configuration pass the same door.
 */
export const optionsSchema = z.strictObject({
  preset: name.optional(),
  subject: list(name).optional(),
  endpoint: list(path).optional(),
  vus: list(wholeNumber(1, ceilings.users)).optional(),
  /** Requests a second, sent whatever is answered (the open model), instead of users. */
  rate: list(rate(0.1, ceilings.arrivalsPerSecond, 'requests per second')).optional(),
  /** Exactly these cells, where endpoint times level is too much. */
  cells: z
    .array(z.strictObject({ endpoint: path, vus: wholeNumber(1, ceilings.users) }, { error: cellExpected }), {
      error: 'expected a list of cells, such as [{ endpoint: "/sync", vus: 1 }]',
    })
    .min(1, { error: 'expected at least one cell' })
    .optional(),
  duration: duration(1, ceilings.durationSeconds).optional(),
  warmup: duration(0, ceilings.warmupSeconds).optional(),
  thinkTime: z
    .strictObject(
      { min: duration(0, ceilings.thinkSeconds), max: duration(0, ceilings.thinkSeconds) },
      { error: objectExpected },
    )
    .refine((think) => think.min <= think.max, { error: 'expected min to be at most max' })
    .optional(),
  spawnRate: rate(0.1, 10_000, 'users per second').optional(),
  /** When users connect: with their first request, or before the load, by asking for what bystanders ask for. */
  connections: z.enum(connectionTimes, { error: `expected ${connectionTimes.join(' or ')}` }).optional(),
  /** Requests a second of somebody else, to a route that does nothing; 0 is nobody. */
  bystanders: wholeNumber(0, ceilings.bystandersPerSecond).optional(),
  /** Whether an endpoint without a cell at one user gets a short trial of it, to learn its service time. */
  baselines: z.boolean({ error: 'expected true or false' }).optional(),
  repeats: wholeNumber(1, 100).optional(),
  /** Adds repeats until half of each interval is within that share ("5%"; true is 5 %), or the budget is used up. */
  untilStable: z.union([z.boolean(), share(0.001, 0.5)], { error: shareExpected(0.001, 0.5) }).optional(),
  budget: duration(1, 86_400).optional(),
  /** What `headroom capacity` looks for: the most load at which this still holds, in which model, up to where. */
  slo: serviceLevel.optional(),
  model: z.enum(['open', 'closed'], { error: 'expected open or closed' }).optional(),
  rateMax: rate(0.1, ceilings.arrivalsPerSecond, 'requests per second').optional(),
  usersMax: wholeNumber(1, ceilings.users).optional(),
  seed: wholeNumber(0, 4_294_967_295).optional(),
  order: z.enum(['interleaved', 'listed'], { error: 'expected interleaved or listed' }).optional(),
  runtime: name.optional(),
  out: z.string({ error: 'expected a folder' }).min(1, { error: 'expected a folder' }).optional(),
  /** Leave the containers up after the run. */
  keepUp: z.boolean({ error: 'expected true or false' }).optional(),
  /** Claims of the article, by id, that must hold. */
  gateClaims: list(name).optional(),
  /** Another build of the NestJS service, to be measured in turn with this one. */
  base: z
    .string({ error: 'expected a folder or a file' })
    .min(1, { error: 'expected a folder or a file' })
    .optional(),
  /** How much worse than the base a figure may become, as throughput:-5%. */
  gate: list(gate).optional(),
  nest: nestOptions.optional(),
  fastapi: fastapiOptions.optional(),
  /** Services of the user's own, by name. */
  subjects: ownSubjectsOptions.optional(),
});

/** As written by a user. */
export type Options = z.input<typeof optionsSchema>;
/** After parsing: seconds and numbers. */
export type ParsedOptions = z.output<typeof optionsSchema>;
