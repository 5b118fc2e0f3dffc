import { statfsSync } from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';
import { errnoInWords, errnoOf } from './errno.ts';

const inTheWay: readonly string[] = ['EISDIR', 'ERR_FS_EISDIR', 'ELOOP'];

/** Less than this, and neither a record nor the logs of a trial may fit. */
const leastFreeBytes = 1024 * 1024;

/** An error of the file system while something was written, as the user can act on it; other errors as they are. */
export function storageError(path: string, error: unknown): unknown {
  const code = errnoOf(error);
  if (code === null || error instanceof BenchError) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(path, code, error);
  if (inTheWay.includes(code)) {
    return new BenchError(
      'BENCH_RESULTS_NOT_WRITABLE',
      `${path} cannot be written (${code}: ${errnoInWords(code)}): expected a file of a run, or nothing. Move away what lies there; finished trials are kept.`,
      { cause: error },
    );
  }
  return new BenchError(
    'BENCH_RESULTS_NOT_WRITABLE',
    `${path} cannot be written (${code}: ${errnoInWords(code)}): expected a folder that you may write to. Choose another with --out, or make this one writable; finished trials are kept.`,
    { cause: error },
  );
}

/** The same for an error while something was read. */
export function readingError(path: string, error: unknown): unknown {
  const code = errnoOf(error);
  return code === null || error instanceof BenchError
    ? error
    : unreadable(path, `${code}: ${errnoInWords(code)}`, error);
}

/** @param why in words */
export function unreadable(path: string, why: string, cause?: unknown): BenchError {
  return new BenchError(
    'BENCH_RESULTS_UNREADABLE',
    `${path} cannot be read (${why}): expected what an earlier run wrote. Make it readable, or move it away.`,
    { cause },
  );
}

/** Whether results cannot be kept or read: such a fault ends the run, all others are the fate of a trial. */
export const isOfResults = (error: unknown): boolean =>
  error instanceof BenchError && error.code.startsWith('BENCH_RESULTS_');

/**
 * Refuses a disk that is as good as full: what fails on it fails for that reason, and is to be run again.
 * @throws BenchError BENCH_RESULTS_DISK_FULL, or BENCH_RESULTS_UNREADABLE where there is no folder any more
 */
export function demandSpace(path: string): void {
  if (freeBytes(path) < leastFreeBytes) throw diskFull(path, 'ENOSPC');
}

function freeBytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch (error) {
    throw readingError(path, error);
  }
}

/**
 * Looks once a second whether the disk is as good as full, which what runs may only hang on.
 * @returns `full` aborts when it is
 */
export function watchSpace(path: string): { readonly full: AbortSignal; end(): void } {
  const controller = new AbortController();
  const timer = setInterval(() => {
    try {
      demandSpace(path);
    } catch (error) {
      // Results that somebody has removed are told of when they are written.
      if (error instanceof BenchError && error.code === 'BENCH_RESULTS_DISK_FULL') controller.abort();
    }
  }, 1000);
  return { full: controller.signal, end: () => clearInterval(timer) };
}

function diskFull(path: string, code: string, cause?: unknown): BenchError {
  const what = code === 'EDQUOT' ? 'your quota on this disk is used up' : 'the disk is full';
  return new BenchError(
    'BENCH_RESULTS_DISK_FULL',
    `${path} cannot be written: ${what}. Free some space, then resume the run; finished trials are kept.`,
    { cause },
  );
}
