import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import type { RunFolder } from './run-folder.ts';
import { storageError } from './storage-error.ts';

/**
 * Keeps a run to this process, so that two cannot write the same trials. Gives the function that lets it go.
 * A lock of a process that is gone does not count.
 * @throws BenchError BENCH_PREFLIGHT_BUSY
 */
export function lockRun({ path, runId }: RunFolder): () => void {
  const lock = join(path, '.lock');
  const holder = holderOf(lock);
  if (holder !== null) {
    throw new BenchError(
      'BENCH_PREFLIGHT_BUSY',
      `process ${holder} is carrying out ${runId} already: wait for it, or end it first.`,
    );
  }
  try {
    writeFileSync(lock, String(process.pid));
  } catch (error) {
    throw storageError(lock, error);
  }
  return () => rmSync(lock, { force: true });
}

function holderOf(lock: string): number | null {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    // No lock, or nobody behind it.
    return null;
  }
}
