import { join } from 'node:path';
import { lock } from '../../collect/lock.ts';
import { isOfResults } from '../../collect/storage-error.ts';
import type { Environment } from '../../config/environment.ts';
import { labFolder, notFit } from './lab-folder.ts';

/**
 * Keeps the lab's containers to this process: a second run, from this checkout or another, would recreate the
 * subject under the first one's load. Gives the function that lets them go.
 * @throws BenchError BENCH_PREFLIGHT_BUSY, or BENCH_PREFLIGHT_FAILED where the lock has no place
 */
export function lockLab(environment: Environment): () => void {
  const project = environment.COMPOSE_PROJECT_NAME;
  const folder = labFolder(environment);
  try {
    return lock(
      join(folder, `${project}.lock`),
      (who) =>
        `${who} is using the lab ${project}: wait for it or end it, or set COMPOSE_PROJECT_NAME and other ports to have a second lab.`,
    );
  } catch (error) {
    throw isOfResults(error) ? notFit(folder, error) : error;
  }
}
