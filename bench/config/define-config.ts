import type { Options } from './options.ts';

/** Gives `headroom.config.ts` its types: `export default defineConfig({ duration: '10s' })`. */
export function defineConfig(options: Options): Options {
  return options;
}
