import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { lock } from '../../collect/lock.ts';
import type { Environment } from '../../config/environment.ts';
import { cacheRoot } from '../../tools/cache-folder.ts';

/**
 * Keeps the lab's containers to this process: a second run, from this checkout or another, would recreate the
 * subject under the first one's load. Gives the function that lets them go.
 * @throws BenchError BENCH_PREFLIGHT_BUSY
 */
export function lockLab(environment: Environment): () => void {
  const folder = join(cacheRoot(environment), 'labs');
  mkdirSync(folder, { recursive: true });
  const project = environment.COMPOSE_PROJECT_NAME;
  return lock(
    join(folder, `${project}.lock`),
    (pid) =>
      `process ${pid} is using the lab ${project}: wait for it or end it, or set COMPOSE_PROJECT_NAME and other ports to have a second lab.`,
  );
}
