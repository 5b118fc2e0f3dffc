import { endpoints, type Subject } from '@headroom/contract/routes.ts';
import type { Options } from './options.ts';

/** A named protocol: which endpoint at which levels, and how long. */
export interface Preset {
  readonly levels: Readonly<Record<string, readonly number[]>>;
  /** Cells of subjects beside those of `defaults`, as long as the user names neither subject nor endpoint. */
  readonly also?: readonly { readonly subject: Subject; readonly endpoint: string; readonly vus: number }[];
  readonly defaults: Pick<
    Options,
    'duration' | 'warmup' | 'subject' | 'bystanders' | 'thinkTime' | 'baselines'
  >;
  /** Its report lists every claim of the article, those that it cannot judge included. */
  readonly testsClaims?: boolean;
}

const articleLevels = { '/sync': [1, 10, 100], '/async': [1, 10, 100], '/cpu': [1, 10] };
const everyLevel = [1, 2, 5, 10, 20, 50, 100];
const endpointsOfClaims = [
  ...['/cpu', '/cpu/pool', '/cpu/processes', '/cpu/queue', '/hash/sync', '/hash/async'],
  ...['/disk/sync', '/disk/async', '/db/sync', '/db/async', '/noop/sync', '/noop/async'],
];

const levelsOf = (paths: readonly string[], levels: readonly number[]) =>
  Object.fromEntries(paths.map((path) => [path, levels]));

const cellsOf = (subject: Subject, paths: readonly string[], levels: readonly number[]) =>
  paths.flatMap((endpoint) => levels.map((vus) => ({ subject, endpoint, vus })));

/** Waits around the point from which async pays with ten users; the last two are as uneven as in life. */
const waits = ['delay=0', 'delay=0.002', 'delay=0.005', 'delay=0.01', 'delay=0.02', 'delay=0.05'];
const unevenWaits = ['delay=0.02&sigma=1', 'delay=0.05&sigma=1'];

export const presets: Readonly<Record<string, Preset>> = {
  /** The article's table, 30 seconds a cell as there, and its CPU-bound route. */
  article: { levels: articleLevels, defaults: { duration: '30s', warmup: '3s' } },
  /** The same cells in a fifth of the time: a first look, not a result. */
  quick: { levels: articleLevels, defaults: { duration: '5s', warmup: '3s' } },
  /** What the article's claims need, on both services, with somebody else looking on; about 17 minutes. */
  claims: {
    levels: {
      '/sync': [1, 10, 100],
      '/async': [1, 10, 100],
      '/blocking': [1, 10, 100],
      ...levelsOf(['/http/sync', '/http/async'], [1, 10]),
      ...levelsOf(endpointsOfClaims, [10]),
    },
    also: [
      ...cellsOf('nest-cluster', ['/sync'], [1, 10]),
      ...cellsOf('fastapi-workers', ['/blocking'], [1, 10]),
    ],
    defaults: { duration: '12s', warmup: '3s', subject: ['nest', 'fastapi'], bystanders: 5 },
    testsClaims: true,
  },
  /** From which wait async pays at ten users, with waits as they are in life; about 6 minutes. */
  waits: {
    levels: levelsOf(
      [
        ...[...waits, ...unevenWaits].flatMap((wait) => [`/sync?${wait}`, `/async?${wait}`]),
        ...['/mixed/sync', '/mixed/async'],
      ],
      [10],
    ),
    // The service times are the waits.
    defaults: { duration: '15s', warmup: '2s', baselines: false },
  },
  /** What a request costs the frameworks themselves: routes that do nothing, asked without a pause. */
  noop: {
    levels: levelsOf(['/noop/sync', '/noop/async'], [10]),
    defaults: {
      duration: '5s',
      warmup: '2s',
      subject: ['nest', 'fastapi'],
      thinkTime: { min: '0s', max: '0s' },
      baselines: false,
    },
  },
  /** Every endpoint of both services, at enough levels to see where its curve bends; hours. */
  full: {
    levels: levelsOf(
      endpoints.map(({ path }) => path),
      everyLevel,
    ),
    also: [
      ...cellsOf('nest-cluster', ['/sync', '/async', '/cpu', '/noop/sync'], everyLevel),
      ...cellsOf('fastapi-workers', ['/sync', '/async', '/blocking', '/cpu', '/noop/sync'], everyLevel),
    ],
    defaults: { duration: '30s', warmup: '3s', subject: ['nest', 'fastapi'], bystanders: 5 },
    testsClaims: true,
  },
  /** What differs between two runs of the same thing, by routes that wait, compute, and do nothing. */
  noise: {
    levels: levelsOf(['/async', '/cpu', '/noop/async'], [10]),
    defaults: { duration: '5s', warmup: '2s', baselines: false },
  },
};

/** Levels of an endpoint that is named by the user but not by the preset. */
export const usualLevels: readonly number[] = [1, 10, 100];
