import { join } from 'node:path';
import type { Holder } from './holder.ts';
import { holderOf, lock } from './lock.ts';
import type { RunFolder } from './run-folder.ts';

/** What the lock of a run is called in its folder, and what all that belongs to it begins with. */
export const lockName = '.lock';

/**
 * Keeps a run to this process, so that two cannot write the same trials. Gives the function that lets it go.
 * @throws BenchError BENCH_PREFLIGHT_BUSY
 */
export function lockRun({ path, runId }: Pick<RunFolder, 'path' | 'runId'>): () => void {
  return lock(
    join(path, lockName),
    (who) => `${who} is carrying out ${runId} already: wait for it, or end it first.`,
  );
}

/** Who is carrying a run out; null when nobody is. */
export function runHolder({ path }: Pick<RunFolder, 'path'>): Holder | null {
  return holderOf(join(path, lockName));
}
