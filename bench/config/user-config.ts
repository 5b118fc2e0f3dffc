import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { BenchError } from '@headroom/contract/errors.ts';
import { complain } from '../words/terminal.ts';
import type { OptionSource } from './option-source.ts';

export const userConfigName = 'headroom.config.ts';

/** Time enough for settings that are fetched, and little beside a run. */
const usualPatienceSeconds = 30;

/**
 * The user's own settings: the default export of the file named, or of `headroom.config.ts` in `folder`.
 * Null when none is named and there is no such file.
 * @param patienceSeconds how long loading it may take
 * @throws BenchError BENCH_CONFIG_UNREADABLE when the file cannot be loaded.
 */
export async function readUserConfig(
  folder: string,
  named?: string,
  patienceSeconds = usualPatienceSeconds,
): Promise<OptionSource | null> {
  const file = named === undefined ? join(folder, userConfigName) : resolve(named);
  if (!existsSync(file)) {
    if (named === undefined) return null;
    throw unreadable(named, 'does not exist');
  }
  if (statSync(file).isDirectory()) throw unreadable(JSON.stringify(named ?? file), 'is a folder');
  const origin = basename(file);
  const options = await load(file, patienceSeconds).catch((cause: unknown) => {
    throw cause instanceof BenchError
      ? cause
      : unreadable(origin, `cannot be loaded: ${wordsOf(cause)}`, cause);
  });
  inUse = file;
  return { origin, options, spell: (key) => key };
}

let inUse: string | null = null;
let loading = false;

/** The file of settings that was loaded, whose code may still run; null for none. */
export const settingsInUse = (): string | null => inUse;

/** Whether one is being loaded, which tells of its faults itself. */
export const isLoadingSettings = (): boolean => loading;

/** Imports a file of the user's, which may end the process or wait for ever: that is said before the end. */
async function load(file: string, patienceSeconds: number): Promise<unknown> {
  const origin = basename(file);
  const explainExit = (): void => {
    complain(
      `BENCH_CONFIG_UNREADABLE: ${unreadable(origin, 'ended the process or never finished loading').message}`,
    );
    process.exitCode = 2;
  };
  const failed = Promise.withResolvers<never>();
  // What it says is no result.
  const { log } = console;
  console.log = console.error;
  loading = true;
  // Not kept alive for: where nothing else is left to wait for, the process ends at once.
  const patience = setTimeout(
    () => failed.reject(unreadable(origin, `has not finished loading after ${patienceSeconds} s`)),
    patienceSeconds * 1000,
  ).unref();
  // What a file starts and does not wait for fails beside it.
  process.once('exit', explainExit).on('uncaughtException', failed.reject);
  try {
    return await Promise.race([failed.promise, defaultExport(file)]);
  } finally {
    clearTimeout(patience);
    console.log = log;
    loading = false;
    process.off('exit', explainExit).off('uncaughtException', failed.reject);
  }
}

async function defaultExport(file: string): Promise<unknown> {
  const loaded: Record<string, unknown> = await import(pathToFileURL(file).href);
  // A file without any export is taken for CommonJS, whose default is an empty object.
  if (!('default' in loaded) || 'module.exports' in loaded)
    throw unreadable(basename(file), 'has no default export');
  return loaded.default;
}

/** Whatever was thrown, on one line. */
function wordsOf(cause: unknown): string {
  const words = cause instanceof Error ? String(cause.message) : inspect(cause);
  return words.split('\n')[0] || 'it says not why';
}

function unreadable(origin: string, what: string, cause?: unknown): BenchError {
  return new BenchError(
    'BENCH_CONFIG_UNREADABLE',
    `${origin} ${what}. Expected a TypeScript module with "export default defineConfig({ ... })".`,
    { cause },
  );
}
