import type { Options } from './options.ts';

/** A named protocol: which endpoint at which levels, and how long. */
export interface Preset {
  readonly levels: Readonly<Record<string, readonly number[]>>;
  readonly defaults: Pick<Options, 'duration' | 'warmup' | 'subject' | 'bystanders'>;
  /** Its report lists every claim of the article, those that it cannot judge included. */
  readonly testsClaims?: boolean;
}

const articleLevels = { '/sync': [1, 10, 100], '/async': [1, 10, 100], '/cpu': [1, 10] };
const everyLevel = [1, 2, 5, 10, 20, 50, 100];
const endpointsOfClaims = [
  ...['/cpu', '/cpu/pool', '/cpu/processes', '/hash/sync', '/hash/async', '/hash/pool'],
  ...['/disk/sync', '/disk/async', '/noop/sync', '/noop/async'],
];
const everyEndpoint = [
  ...['/sync', '/async', '/blocking', ...endpointsOfClaims],
  ...['/disk/stream', '/http/sync', '/http/async'],
];

const levelsOf = (endpoints: readonly string[], levels: readonly number[]) =>
  Object.fromEntries(endpoints.map((endpoint) => [endpoint, levels]));

export const presets: Readonly<Record<string, Preset>> = {
  /** The article's table, 30 seconds a cell as there, and its CPU-bound route. */
  article: { levels: articleLevels, defaults: { duration: '30s', warmup: '3s' } },
  /** The same cells in a fifth of the time: a first look, not a result. */
  quick: { levels: articleLevels, defaults: { duration: '5s', warmup: '3s' } },
  /** What the article's claims need, on both subjects, with somebody else looking on; about 17 minutes. */
  claims: {
    levels: {
      '/sync': [1, 10, 100],
      '/async': [1, 10, 100],
      '/blocking': [1, 10, 100],
      ...levelsOf(['/http/sync', '/http/async'], [1, 10]),
      ...levelsOf(endpointsOfClaims, [10]),
    },
    defaults: { duration: '20s', warmup: '3s', subject: ['nest', 'fastapi'], bystanders: 5 },
    testsClaims: true,
  },
  /** Every endpoint of both subjects, at enough levels to see where its curve bends; about two hours. */
  full: {
    levels: levelsOf(everyEndpoint, everyLevel),
    defaults: { duration: '30s', warmup: '3s', subject: ['nest', 'fastapi'], bystanders: 5 },
    testsClaims: true,
  },
};

/** Levels of an endpoint that is named by the user but not by the preset. */
export const usualLevels: readonly number[] = [1, 10, 100];
