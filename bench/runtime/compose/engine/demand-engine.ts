import { BenchError } from '@headroom/contract/errors.ts';
import type { Environment } from '../../../config/environment.ts';
import { demandCpus } from './demand-cpus.ts';
import { type Engine, readEngine } from './read-engine.ts';

/**
 * The engine on which a lab is to run: one that answers, and has the CPUs that the settings name.
 * @throws BenchError BENCH_PREFLIGHT_RUNTIME or BENCH_CONFIG_INVALID
 */
export async function demandEngine(environment: Environment): Promise<Engine> {
  const engine = await readEngine();
  if (engine === null) {
    throw new BenchError(
      'BENCH_PREFLIGHT_RUNTIME',
      'the container engine does not answer `docker info` any more: start it, and do it again.',
    );
  }
  demandCpus(environment, engine);
  return engine;
}
