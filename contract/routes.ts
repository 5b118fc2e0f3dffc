/** A server under test that the lab starts by itself. */
export const subjects = ['nest', 'fastapi'] as const;
export type Subject = (typeof subjects)[number];

/** What a handler does. */
export const workloads = ['sleep', 'cpu', 'hash', 'disk', 'http', 'noop'] as const;
export type Workload = (typeof workloads)[number];

/**
 * How it does it: `sync` as the article writes it (it blocks Node's event loop; FastAPI moves it to a thread),
 * `async` yields to the event loop, `pool` hands it to worker threads or processes.
 */
export const strategies = ['sync', 'async', 'pool'] as const;
export type Strategy = (typeof strategies)[number];

/** One workload under one strategy, as a route that answers alike whichever subject serves it. */
export interface Endpoint {
  readonly path: string;
  readonly workload: Workload;
  readonly strategy: Strategy;
  readonly subjects: readonly Subject[];
  /** The exact body of a right answer, checked before every trial. */
  readonly expectedBody: string;
  /** A guess at the service time in seconds, used to stagger users; `null` where the subject's `delaySeconds` sets it. */
  readonly typicalServiceSeconds: number | null;
}

const everywhere = subjects;
const message = (text: string): string => JSON.stringify({ message: text });
const done = JSON.stringify({ done: true });
/** scrypt of `correct horse battery staple`, salted with `headroom`: N = 2^14, r = 8, p = 1, 32 bytes. */
const digest = JSON.stringify({
  digest: 'd68ea1366c18216220d0977ab880f8d8d5ab49a33c5c223d54147388c813201e',
});
const upstreamReply = JSON.stringify({ bytes: 1024 });
const fileRead = JSON.stringify({ bytes: 262_144 });

type Row = readonly [
  path: string,
  workload: Workload,
  strategy: Strategy,
  subjects: readonly Subject[],
  expectedBody: string,
  typicalServiceSeconds: number | null,
];

const rows: readonly Row[] = [
  // The article's own.
  ['/sync', 'sleep', 'sync', everywhere, message('This is a sync endpoint'), null],
  ['/async', 'sleep', 'async', everywhere, message('This is an async endpoint'), null],
  ['/cpu', 'cpu', 'sync', everywhere, done, 0.1],
  // Blocks inside `async def`, which is what a blocking handler of Node corresponds to.
  ['/blocking', 'sleep', 'sync', ['fastapi'], message('This is a blocking endpoint'), null],
  ['/cpu/pool', 'cpu', 'pool', everywhere, done, 0.1],
  ['/cpu/processes', 'cpu', 'pool', ['fastapi'], done, 0.1],
  ['/hash/sync', 'hash', 'sync', ['nest'], digest, 0.04],
  ['/hash/async', 'hash', 'async', ['nest'], digest, 0.04],
  ['/hash/pool', 'hash', 'pool', ['nest'], digest, 0.04],
  ['/disk/sync', 'disk', 'sync', ['nest'], fileRead, 0.001],
  ['/disk/async', 'disk', 'async', ['nest'], fileRead, 0.001],
  ['/disk/stream', 'disk', 'async', ['nest'], fileRead, 0.001],
  ['/http/sync', 'http', 'sync', ['nest'], upstreamReply, 0.05],
  ['/http/async', 'http', 'async', ['nest'], upstreamReply, 0.05],
  // The price of `async` itself.
  ['/noop/sync', 'noop', 'sync', everywhere, done, 0],
  ['/noop/async', 'noop', 'async', everywhere, done, 0],
];

/** Every route that can be loaded. */
export const endpoints: readonly Endpoint[] = rows.map(
  ([path, workload, strategy, servedBy, expectedBody, typicalServiceSeconds]) => ({
    path,
    workload,
    strategy,
    subjects: servedBy,
    expectedBody,
    typicalServiceSeconds,
  }),
);

/** Asked a few times before each trial, so that no trial pays for a cold start. */
export const primerPath = '/noop/async';
/** Asked by bystanders: its latency is what a handler under load does to everybody else. */
export const bystanderPath = '/noop/sync';
/** Answers 200 once the subject can serve. */
export const healthPath = '/healthz';
