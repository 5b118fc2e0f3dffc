import { type BigIntStats, closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { errnoOf } from './errno.ts';
import { readingError, unreadable } from './storage-error.ts';

/**
 * What a file of the results folder holds; null where there is none.
 * @throws BenchError BENCH_RESULTS_UNREADABLE, also for what is no file: a folder, a pipe that nobody writes to
 */
export function readBytes(file: string): Buffer | null {
  try {
    return readWithStat(file).bytes;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw readingError(file, error);
  }
}

/** The same as text. */
export function readText(file: string): string | null {
  return readBytes(file)?.toString('utf8') ?? null;
}

/** What a file holds, and what the system says of that very file. @throws errors of the file system as they are */
export function readWithStat(file: string): { readonly bytes: Buffer; readonly stat: BigIntStats } {
  // Without waiting: nobody may ever write to a pipe of that name.
  const handle = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(handle, { bigint: true });
    if (!stat.isFile() && !stat.isDirectory()) throw unreadable(file, 'it is no file');
    return { bytes: readFileSync(handle), stat };
  } finally {
    closeSync(handle);
  }
}
