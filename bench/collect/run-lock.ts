import { join } from 'node:path';
import { holderOf, lock } from './lock.ts';
import type { RunFolder } from './run-folder.ts';

/**
 * Keeps a run to this process, so that two cannot write the same trials. Gives the function that lets it go.
 * @throws BenchError BENCH_PREFLIGHT_BUSY
 */
export function lockRun({ path, runId }: RunFolder): () => void {
  return lock(
    lockFile(path),
    (pid) => `process ${pid} is carrying out ${runId} already: wait for it, or end it first.`,
  );
}

/** The process that is carrying a run out; null when none is. */
export function runHolder({ path }: RunFolder): number | null {
  return holderOf(lockFile(path));
}

const lockFile = (path: string): string => join(path, '.lock');
