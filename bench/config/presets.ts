import type { Options } from './options.ts';

/** A named protocol: which endpoint at which levels, and how long. */
export interface Preset {
  readonly levels: Readonly<Record<string, readonly number[]>>;
  readonly defaults: Pick<Options, 'duration' | 'warmup'>;
}

const articleLevels = { '/sync': [1, 10, 100], '/async': [1, 10, 100], '/cpu': [1, 10] };
const everyLevel = [1, 2, 5, 10, 20, 50, 100];

export const presets: Readonly<Record<string, Preset>> = {
  /** The article's table, 30 seconds a cell as there, and its CPU-bound route. */
  article: { levels: articleLevels, defaults: { duration: '30s', warmup: '3s' } },
  /** The same cells in a fifth of the time: a first look, not a result. */
  quick: { levels: articleLevels, defaults: { duration: '5s', warmup: '3s' } },
  /** Enough levels to see where an endpoint's curve bends. */
  full: {
    levels: {
      '/sync': everyLevel,
      '/async': everyLevel,
      '/cpu': everyLevel,
      '/noop/sync': everyLevel,
      '/noop/async': everyLevel,
    },
    defaults: { duration: '30s', warmup: '3s' },
  },
};

/** Levels of an endpoint that is named by the user but not by the preset. */
export const usualLevels: readonly number[] = [1, 10, 100];
