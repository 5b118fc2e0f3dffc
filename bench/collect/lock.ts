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

function holderOf(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    // No lock, or nobody behind it.
    return null;
  }
}
