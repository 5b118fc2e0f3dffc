import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { errnoInWords, errnoOf } from '../../collect/errno.ts';
import type { Environment } from '../../config/environment.ts';
import { cacheRoot } from '../../tools/cache-folder.ts';

/**
 * Where the locks of this user's labs lie, and what their containers are told; made unless it is there.
 * @throws BenchError BENCH_PREFLIGHT_FAILED where it cannot be made, or is somebody else's
 */
export function labFolder(environment: Environment): string {
  const folder = folderOf(environment);
  if (ownerOf(folder) !== (process.getuid?.() ?? ownerOf(folder))) {
    // Its owner may put anything in the place of what lies there.
    throw unfit(folder, 'it belongs to another user');
  }
  return folder;
}

/** @param error what hinders the lock in this folder */
export function notFit(folder: string, error: unknown): BenchError {
  const code = errnoOf(error);
  return unfit(folder, code === null ? String(error) : `${code}: ${errnoInWords(code)}`, error);
}

function unfit(folder: string, why: string, cause?: unknown): BenchError {
  return new BenchError(
    'BENCH_PREFLIGHT_FAILED',
    `${folder} cannot hold the lock of the lab (${why}): expected a folder of your own that can be written. Set XDG_CACHE_HOME to where one can be made.`,
    { cause },
  );
}

function folderOf(environment: Environment): string {
  try {
    return join(cacheRoot(environment), 'labs');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BenchError('BENCH_PREFLIGHT_FAILED', `The lock of the lab has no place: ${why}.`, { cause });
  }
}

function ownerOf(folder: string): number {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return statSync(folder).uid;
  } catch (error) {
    throw notFit(folder, error);
  }
}
