import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BenchError } from '@headroom/contract/errors.ts';
import type { OptionSource } from './load-config.ts';

export const userConfigName = 'headroom.config.ts';

/**
 * The user's own settings, from the default export of `headroom.config.ts` in `folder`; null if there is none.
 * @throws BenchError BENCH_CONFIG_UNREADABLE when the file cannot be loaded.
 */
export async function readUserConfig(folder: string): Promise<OptionSource | null> {
  const file = resolve(folder, userConfigName);
  if (!existsSync(file)) return null;
  const loaded: { default?: unknown } = await import(pathToFileURL(file).href).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new BenchError(
      'BENCH_CONFIG_UNREADABLE',
      `${userConfigName} cannot be loaded: ${reason}. Expected a TypeScript module with "export default defineConfig({ ... })".`,
      { cause },
    );
  });
  return { origin: userConfigName, options: loaded.default, spell: (key) => key };
}
