import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { type Holder, nameOf } from './holder.ts';
import { adviceOn, holderOf, lock } from './lock.ts';
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

/**
 * Refuses a run that somebody is carrying out.
 * @param consequence what is not done for it, in words
 * @throws BenchError BENCH_PREFLIGHT_BUSY
 */
export function demandIdle({ path, runId }: Pick<RunFolder, 'path' | 'runId'>, consequence: string): void {
  const lockPath = join(path, lockName);
  const holder = holderOf(lockPath);
  if (holder === null) return;
  throw new BenchError(
    'BENCH_PREFLIGHT_BUSY',
    `${nameOf(holder)} is carrying out ${runId}: ${consequence}. Wait for it, or end it first.${adviceOn(holder, lockPath)}`,
  );
}
