import { statfsSync } from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';

/** Less than this, and neither a record nor the logs of a trial may fit. */
const leastFreeBytes = 1024 * 1024;

/** An error from the file system, as the user can act on it; other errors as they are. */
export function storageError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return diskFull(path, error);
  }
  if (error instanceof Error && 'syscall' in error) {
    return new BenchError(
      'BENCH_RESULTS_NOT_WRITABLE',
      `${path} cannot be written (${code}): expected a folder that you may write to. Choose another with --out.`,
      { cause: error },
    );
  }
  return error;
}

/**
 * Refuses a disk that is as good as full: what fails on it fails for that reason, and is to be run again.
 * @throws BenchError BENCH_RESULTS_DISK_FULL
 */
export function demandSpace(path: string): void {
  const { bavail, bsize } = statfsSync(path);
  if (bavail * bsize < leastFreeBytes) throw diskFull(path);
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
      if (error instanceof BenchError) controller.abort();
    }
  }, 1000);
  return { full: controller.signal, end: () => clearInterval(timer) };
}

function diskFull(path: string, cause?: unknown): BenchError {
  return new BenchError(
    'BENCH_RESULTS_DISK_FULL',
    `${path} cannot be written: the disk is full. Free some space, then resume the run; finished trials are kept.`,
    { cause },
  );
}
