import { join } from 'node:path';
import { lock } from './lock.ts';
import type { RunFolder } from './run-folder.ts';

/**
 * Keeps a run to this process, so that two cannot write the same trials. Gives the function that lets it go.
 * @throws BenchError BENCH_PREFLIGHT_BUSY
 */
export function lockRun({ path, runId }: RunFolder): () => void {
  return lock(
    join(path, '.lock'),
    (pid) => `process ${pid} is carrying out ${runId} already: wait for it, or end it first.`,
  );
}
