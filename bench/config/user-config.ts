import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BenchError } from '@headroom/contract/errors.ts';
import type { OptionSource } from './option-source.ts';

const userConfigName = 'headroom.config.ts';

/**
 * The user's own settings: the default export of the file named, or of `headroom.config.ts` in `folder`.
 * Null when none is named and there is no such file.
 * @throws BenchError BENCH_CONFIG_UNREADABLE when the file cannot be loaded.
 */
export async function readUserConfig(folder: string, named?: string): Promise<OptionSource | null> {
  const file = named === undefined ? join(folder, userConfigName) : resolve(named);
  if (named === undefined && !existsSync(file)) return null;
  const origin = basename(file);
  const loaded: { default?: unknown } = await import(pathToFileURL(file).href).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new BenchError(
      'BENCH_CONFIG_UNREADABLE',
      `${origin} cannot be loaded: ${reason}. Expected a TypeScript module with "export default defineConfig({ ... })".`,
      { cause },
    );
  });
  return { origin, options: loaded.default, spell: (key) => key };
}
