import { BenchError } from '@headroom/contract/errors.ts';

/** An error from the file system, as the user can act on it; other errors as they are. */
export function storageError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new BenchError(
      'BENCH_RESULTS_DISK_FULL',
      `${path} cannot be written: the disk is full. Free some space, then resume the run; finished trials are kept.`,
      { cause: error },
    );
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENOENT'].includes(code)) {
    return new BenchError(
      'BENCH_RESULTS_NOT_WRITABLE',
      `${path} cannot be written (${code}): expected a folder that you may write to. Choose another with --out.`,
      { cause: error },
    );
  }
  return error;
}
