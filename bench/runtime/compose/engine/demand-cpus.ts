import os from 'node:os';
import { BenchError } from '@headroom/contract/errors.ts';
import type { Environment } from '../../../config/environment.ts';
import type { Engine } from './read-engine.ts';

/** Variables of .env that pin containers. */
const cpuVariables = ['SUBJECT_CPUS', 'GENERATOR_CPUS', 'OBSERVER_CPUS'] as const;

/**
 * Makes sure that the engine has the CPUs to which the containers are pinned, before any is started.
 * @throws BenchError BENCH_CONFIG_INVALID
 */
export function demandCpus(
  environment: Pick<Environment, (typeof cpuVariables)[number]>,
  { cpus, kernel }: Pick<Engine, 'cpus' | 'kernel'>,
): void {
  const count = cpusOf({ cpus, kernel });
  for (const variable of cpuVariables) {
    const asked = environment[variable] ?? [];
    const foreign = asked.find((cpu) => cpu >= count);
    if (foreign === undefined) continue;
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      `${variable} is ${asked.join(',')}, and the engine has no CPU ${foreign}: expected some of ${listOf(count)}. Set it in .env or in the shell.`,
    );
  }
}

/** An engine counts those that itself may use, whatever their numbers: on this machine all of them may be meant. */
function cpusOf({ cpus, kernel }: Pick<Engine, 'cpus' | 'kernel'>): number {
  return kernel === os.release() ? Math.max(cpus, os.cpus().length) : cpus;
}

const listOf = (count: number): string => (count === 1 ? '0, its only one' : `0 to ${count - 1}`);
