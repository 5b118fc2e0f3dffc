import { existsSync, statSync } from 'node:fs';
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
  if (!existsSync(file)) {
    if (named === undefined) return null;
    throw unreadable(named, 'does not exist');
  }
  if (statSync(file).isDirectory()) throw unreadable(JSON.stringify(named ?? file), 'is a folder');
  const origin = basename(file);
  const loaded = await load(file).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw unreadable(origin, `cannot be loaded: ${reason}`, cause);
  });
  // A file without any export is taken for CommonJS, whose default is an empty object.
  if (!('default' in loaded) || 'module.exports' in loaded) throw unreadable(origin, 'has no default export');
  return { origin, options: await loaded.default, spell: (key) => key };
}

/** Imports a file of the user's, which may end the process or wait for ever: that is said before the end. */
async function load(file: string): Promise<Record<string, unknown>> {
  const explainExit = (): void => {
    console.error(
      `BENCH_CONFIG_UNREADABLE: ${unreadable(basename(file), 'ended the process or never finished loading').message}`,
    );
    process.exitCode = 2;
  };
  process.once('exit', explainExit);
  try {
    return await import(pathToFileURL(file).href);
  } finally {
    process.off('exit', explainExit);
  }
}

function unreadable(origin: string, what: string, cause?: unknown): BenchError {
  return new BenchError(
    'BENCH_CONFIG_UNREADABLE',
    `${origin} ${what}. Expected a TypeScript module with "export default defineConfig({ ... })".`,
    { cause },
  );
}
