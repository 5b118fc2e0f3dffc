/** A service that the lab starts by itself. */
export const services = ['nest', 'fastapi'] as const;
export type Service = (typeof services)[number];

/** A server under test: a service in one process, or in several that share its port. */
export const subjects = ['nest', 'nest-cluster', 'fastapi', 'fastapi-workers'] as const;
export type Subject = (typeof subjects)[number];

const deployments: Readonly<Record<Subject, { readonly service: Service; readonly several: boolean }>> = {
  nest: { service: 'nest', several: false },
  'nest-cluster': { service: 'nest', several: true },
  fastapi: { service: 'fastapi', several: false },
  'fastapi-workers': { service: 'fastapi', several: true },
};

/** Whether it is one of the lab's, and none of the user's own. */
export const isLabSubject = (name: string): name is Subject => Object.hasOwn(deployments, name);

/** Whether somebody has said what an endpoint does: of the lab's own its route says it, of a stranger's nothing does. */
export const hasDeclaredWorkload = ({
  subject,
  strategy,
}: {
  readonly subject: string;
  readonly strategy: Strategy | 'unknown';
}): boolean => !isLabSubject(subject) && strategy !== 'unknown';

/** Null for one that is none of the lab's. */
export const serviceOf = (subject: string): Service | null =>
  isLabSubject(subject) ? deployments[subject].service : null;
/** Whether it is the variant of its service that runs in several processes. */
export const hasSeveralProcesses = (subject: string): boolean =>
  isLabSubject(subject) && deployments[subject].several;

/** What a handler does. */
export const workloads = ['sleep', 'cpu', 'mixed', 'hash', 'disk', 'http', 'db', 'noop'] as const;
export type Workload = (typeof workloads)[number];

/**
 * How it does it: `sync` as the article writes it (it blocks Node's event loop; FastAPI moves it to a thread),
 * `async` yields to the event loop, `pool` hands it to worker threads or processes, `queue` to a worker process
 * behind a job queue: the route accepts a job, and another one waits for its result.
 */
export const strategies = ['sync', 'async', 'pool', 'queue'] as const;
export type Strategy = (typeof strategies)[number];

/** One workload under one strategy, as a route that answers alike whichever subject serves it. */
export interface Endpoint {
  /** With a query where it is a variant of another one, such as `/async?delay=0.02`. */
  readonly path: string;
  readonly workload: Workload;
  readonly strategy: Strategy;
  readonly subjects: readonly Subject[];
  /** The exact body of a right answer (of a queue: of the result), checked before every trial. */
  readonly expectedBody: string;
  readonly service: ServiceTime;
}

/**
 * What is known of the service time beforehand, in seconds: set by the subject's `delay`, fixed by the endpoint,
 * or no more than a guess that staggers the users.
 */
export type ServiceTime =
  | { readonly kind: 'setting' }
  | { readonly kind: 'fixed' | 'guess'; readonly seconds: number };

const everywhere = services;
const message = (text: string): string => JSON.stringify({ message: text });
const done = JSON.stringify({ done: true });
/** scrypt of `correct horse battery staple`, salted with `headroom`: N = 2^14, r = 8, p = 1, 32 bytes. */
const digest = JSON.stringify({
  digest: 'd68ea1366c18216220d0977ab880f8d8d5ab49a33c5c223d54147388c813201e',
});
const upstreamReply = JSON.stringify({ bytes: 1024 });
const read = (bytes: number): string => JSON.stringify({ bytes });
/** One row of the table `items`, whichever database it lies in and however it is found. */
const item = JSON.stringify({ id: 4242, label: 'item 4242' });

const setting: ServiceTime = { kind: 'setting' };
const guess = (seconds: number): ServiceTime => ({ kind: 'guess', seconds });

type Row = readonly [
  path: string,
  workload: Workload,
  strategy: Strategy,
  services: readonly Service[],
  expectedBody: string,
  time: ServiceTime,
];

const rows: readonly Row[] = [
  // The article's own.
  ['/sync', 'sleep', 'sync', everywhere, message('This is a sync endpoint'), setting],
  ['/async', 'sleep', 'async', everywhere, message('This is an async endpoint'), setting],
  ['/cpu', 'cpu', 'sync', everywhere, done, guess(0.1)],
  // Blocks inside `async def`, which is what a blocking handler of Node corresponds to.
  ['/blocking', 'sleep', 'sync', ['fastapi'], message('This is a blocking endpoint'), setting],
  ['/cpu/pool', 'cpu', 'pool', everywhere, done, guess(0.1)],
  ['/cpu/processes', 'cpu', 'pool', ['fastapi'], done, guess(0.1)],
  ['/cpu/queue', 'cpu', 'queue', everywhere, done, guess(0.1)],
  // A wait, and then the article's loop for a moment.
  ['/mixed/sync', 'mixed', 'sync', everywhere, done, guess(0.02)],
  ['/mixed/async', 'mixed', 'async', everywhere, done, guess(0.02)],
  ['/hash/sync', 'hash', 'sync', ['nest'], digest, guess(0.04)],
  ['/hash/async', 'hash', 'async', ['nest'], digest, guess(0.04)],
  ['/hash/pool', 'hash', 'pool', ['nest'], digest, guess(0.04)],
  ['/hash/queue', 'hash', 'queue', ['nest'], digest, guess(0.04)],
  ['/disk/sync', 'disk', 'sync', ['nest'], read(262_144), guess(0.001)],
  ['/disk/async', 'disk', 'async', ['nest'], read(262_144), guess(0.001)],
  ['/disk/stream', 'disk', 'async', ['nest'], read(262_144), guess(0.001)],
  ...[4096, 16_777_216].flatMap((bytes): Row[] => [
    [`/disk/sync?bytes=${bytes}`, 'disk', 'sync', ['nest'], read(bytes), guess(0.001)],
    [`/disk/async?bytes=${bytes}`, 'disk', 'async', ['nest'], read(bytes), guess(0.001)],
    [`/disk/stream?bytes=${bytes}`, 'disk', 'async', ['nest'], read(bytes), guess(0.001)],
  ]),
  ['/http/sync', 'http', 'sync', everywhere, upstreamReply, guess(0.05)],
  ['/http/async', 'http', 'async', everywhere, upstreamReply, guess(0.05)],
  // PostgreSQL: a slow query, and the read of one row by its key.
  ['/db/sync', 'db', 'sync', everywhere, item, guess(0.1)],
  ['/db/async', 'db', 'async', everywhere, item, guess(0.1)],
  ['/db/read/sync', 'db', 'sync', everywhere, item, guess(0.001)],
  ['/db/read/async', 'db', 'async', everywhere, item, guess(0.001)],
  // An embedded database, which has no asynchronous form: a scan of the whole table.
  ['/sqlite/sync', 'db', 'sync', ['nest'], item, guess(0.005)],
  ['/sqlite/pool', 'db', 'pool', ['nest'], item, guess(0.005)],
  // The price of `async` itself.
  ['/noop/sync', 'noop', 'sync', everywhere, done, guess(0)],
  ['/noop/async', 'noop', 'async', everywhere, done, guess(0)],
];

/** Every route that can be loaded, in the order of reports. */
export const endpoints: readonly Endpoint[] = rows.map(
  ([path, workload, strategy, servedBy, expectedBody, service]) => ({
    path,
    workload,
    strategy,
    subjects: subjects.filter((subject) => servedBy.includes(deployments[subject].service)),
    expectedBody,
    service,
  }),
);

/** What a query may ask of an endpoint without changing its answer: a least and a greatest value. */
interface Parameter {
  readonly name: 'delay' | 'sigma' | 'iterations';
  readonly min: number;
  readonly max: number;
  readonly meaning: string;
}

/** The parameters, whose limits are those of the services' settings of the same names too. */
export const delay: Parameter = { name: 'delay', min: 0, max: 60, meaning: 'seconds' };
export const sigma: Parameter = { name: 'sigma', min: 0, max: 3, meaning: 'of lognormal waits' };
export const iterations: Parameter = { name: 'iterations', min: 1, max: 1e10, meaning: 'of the loop' };

const parametersOf: Readonly<Partial<Record<Workload, readonly Parameter[]>>> = {
  sleep: [delay, sigma],
  cpu: [iterations],
  mixed: [delay, sigma, iterations],
};

/** In words what parameters an endpoint takes in its name; null where it takes none, or is none. */
export function parametersInWords(path: string): string | null {
  const base = endpoints.find((endpoint) => endpoint.path === path.split('?')[0]);
  const parameters = base && parametersOf[base.workload];
  if (parameters === undefined) return null;
  return parameters.map(({ name, min, max, meaning }) => `${name} (${meaning}, ${min} to ${max})`).join(', ');
}

/**
 * The endpoint of that path; with a query the variant of a listed one, such as `/async?delay=0.02&sigma=1`, its
 * parameters in one order whichever they were given in.
 * @returns undefined where there is none, or where the query is none that leaves the answer as it is
 */
export function findEndpoint(path: string): Endpoint | undefined {
  const listed = endpoints.find((endpoint) => endpoint.path === path);
  if (listed !== undefined) return listed;
  const [route = '', query = ''] = path.split('?');
  const base = endpoints.find((endpoint) => endpoint.path === route);
  const parameters = base && parametersOf[base.workload];
  if (base === undefined || parameters === undefined) return undefined;
  const given = new Map(
    query.split('&').map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=');
      return [name, value];
    }),
  );
  if (given.size !== query.split('&').length) return undefined;
  const fits = [...given].every(([name, value]) =>
    parameters.some(
      (one) =>
        one.name === name &&
        /^\d+(\.\d+)?$/.test(value) &&
        Number(value) >= one.min &&
        Number(value) <= one.max &&
        (name !== 'iterations' || Number.isInteger(Number(value))),
    ),
  );
  if (!fits) return undefined;
  const inOrder = parameters.flatMap(({ name }) => (given.has(name) ? [`${name}=${given.get(name)}`] : []));
  const variant = { ...base, path: `${route}?${inOrder.join('&')}` };
  const wait = given.get('delay');
  if (wait === undefined || base.service.kind !== 'setting') return variant;
  return { ...variant, service: { kind: 'fixed', seconds: Number(wait) } };
}

/** A service behind the subject, which an endpoint calls. */
export const backingServices = ['upstream', 'postgres', 'redis'] as const;
export type BackingService = (typeof backingServices)[number];

/** What an endpoint needs beside the subject; null where it needs nothing. */
export function backingOf({
  path,
  workload,
  strategy,
}: {
  readonly path: string;
  readonly workload: string;
  readonly strategy: string;
}): BackingService | null {
  if (strategy === 'queue') return 'redis';
  if (workload === 'http') return 'upstream';
  return path.startsWith('/db/') ? 'postgres' : null;
}

/**
 * The route under which a service's own metrics count the answers of an endpoint: without its query, and of a
 * queue that on which results are waited for.
 */
export function routeOf(subject: string, path: string, strategy: Strategy | 'unknown'): string {
  const [route = path] = path.split('?');
  const service = serviceOf(subject);
  if (strategy !== 'queue' || service === null) return route;
  return service === 'nest' ? `${route}/:id` : `${route}/{id}`;
}

/** Asked a few times before each trial, so that no trial pays for a cold start. */
export const primerPath = '/noop/async';
/** Asked by bystanders: its latency is what a handler under load does to everybody else. */
export const bystanderPath = '/noop/sync';
/** Answers 200 once the subject can serve. */
export const healthPath = '/healthz';
