import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';
import { storageError } from './storage-error.ts';

/**
 * Takes a lock file for this process. One of a process that is gone does not count. Gives the function that
 * lets it go.
 * @param busy the message for when the process with that id has it
 * @throws BenchError BENCH_PREFLIGHT_BUSY, or BENCH_RESULTS_* when the file cannot be written
 */
export function lock(file: string, busy: (pid: number) => string): () => void {
  const free = () => rmSync(file, { force: true });
  const holder = holderOf(file);
  if (holder !== null) throw new BenchError('BENCH_PREFLIGHT_BUSY', busy(holder));
  free();
  try {
    // Of two that found it free only one can make it.
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    const winner = holderOf(file);
    if (winner !== null) throw new BenchError('BENCH_PREFLIGHT_BUSY', busy(winner));
    throw storageError(file, error);
  }
  return free;
}

/** The process that has a lock file; null when nobody has it, or nobody that is still there. */
export function holderOf(file: string): number | null {
  let pid: number;
  try {
    pid = Number(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // A process of somebody else is there all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? pid : null;
  }
}
