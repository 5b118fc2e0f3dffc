/** What a handler does. */
export const workloads = ['sleep', 'cpu', 'noop'] as const;
export type Workload = (typeof workloads)[number];

/** How it does it: `sync` blocks the event loop, `async` yields to it. */
export const strategies = ['sync', 'async'] as const;
export type Strategy = (typeof strategies)[number];

/** One workload under one strategy, as a route that every subject serves alike. */
export interface Endpoint {
  readonly path: string;
  readonly workload: Workload;
  readonly strategy: Strategy;
  /** The exact body of a right answer, checked before every trial. */
  readonly expectedBody: string;
  /** A guess at the service time in seconds, used to stagger users; `null` where the subject's `delaySeconds` sets it. */
  readonly typicalServiceSeconds: number | null;
}

const body = (value: unknown): string => JSON.stringify(value);

/** Every route that can be loaded. The first three are the article's. */
export const endpoints: readonly Endpoint[] = [
  {
    path: '/sync',
    workload: 'sleep',
    strategy: 'sync',
    expectedBody: body({ message: 'This is a sync endpoint' }),
    typicalServiceSeconds: null,
  },
  {
    path: '/async',
    workload: 'sleep',
    strategy: 'async',
    expectedBody: body({ message: 'This is an async endpoint' }),
    typicalServiceSeconds: null,
  },
  {
    path: '/cpu',
    workload: 'cpu',
    strategy: 'sync',
    expectedBody: body({ done: true }),
    typicalServiceSeconds: 0.1,
  },
  {
    path: '/noop/sync',
    workload: 'noop',
    strategy: 'sync',
    expectedBody: body({ done: true }),
    typicalServiceSeconds: 0,
  },
  {
    path: '/noop/async',
    workload: 'noop',
    strategy: 'async',
    expectedBody: body({ done: true }),
    typicalServiceSeconds: 0,
  },
];

/** Asked a few times before each trial, so that no trial pays for a cold start. */
export const primerPath = '/noop/async';
/** Answers 200 once the subject can serve. */
export const healthPath = '/healthz';
