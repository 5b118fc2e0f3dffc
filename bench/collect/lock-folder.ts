import { createHash } from 'node:crypto';
import { type BigIntStats, lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { placeFolder, removeEmptyFolder, removeFile } from './disk.ts';
import { errnoOf } from './errno.ts';
import { type Holder, parseHolder } from './holder.ts';
import { readWithStat } from './read-bytes.ts';
import { readingError } from './storage-error.ts';

/** In the folder that a lock is. */
const fileName = 'holder';

/** A lock as it lies there. */
export interface Found {
  /** No two locks have the same; null of a folder that is none, or is just being removed. */
  readonly id: string | null;
  /** Null where the lock does not say. */
  readonly holder: Holder | null;
}

/**
 * Makes a lock in one step; of several processes one succeeds.
 * @param fresh a name beside it that nobody else uses
 */
export function place(path: string, fresh: string, holder: Holder): boolean {
  try {
    return placeFolder(path, fresh, fileName, `${JSON.stringify(holder)}\n`);
  } catch (error) {
    // Whoever got the lock meanwhile has swept up.
    if (errnoOf(error) === 'ENOENT' && statOf(dirname(path)) !== null) return false;
    throw error;
  }
}

/**
 * What lies where a lock belongs; null for nothing.
 * @throws BenchError BENCH_RESULTS_UNREADABLE for what may be somebody's
 */
export function look(path: string): Found | null {
  const lock = statOf(path);
  if (lock === null) return null;
  // Earlier Headrooms made a file.
  const file = lock.isDirectory() ? join(path, fileName) : path;
  try {
    const { bytes, stat } = readWithStat(file);
    const content = bytes.toString('utf8');
    // One that says nothing is told from others by where and when it was made.
    const id = createHash('sha256')
      .update(`${stat.ino} ${stat.mtimeNs} ${content}`)
      .digest('hex')
      .slice(0, 16);
    return { id, holder: parseHolder(content) };
  } catch (error) {
    // It has gone meanwhile, or another has come.
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errnoOf(error) ?? '')) return { id: null, holder: null };
    throw readingError(file, error);
  }
}

/** Removes a lock. Whoever makes one as soon as the folder is empty keeps it. */
export function dismantle(path: string): void {
  const isFolder = statOf(path)?.isDirectory() ?? false;
  removeFile(isFolder ? join(path, fileName) : path);
  if (isFolder) removeEmptyFolder(path);
}

function statOf(path: string): BigIntStats | null {
  try {
    return lstatSync(path, { throwIfNoEntry: false, bigint: true }) ?? null;
  } catch (error) {
    throw readingError(path, error);
  }
}
