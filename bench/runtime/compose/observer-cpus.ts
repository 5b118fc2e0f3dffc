import type { Environment } from '../../config/environment.ts';
import { docker } from './docker.ts';

type Cpus = Pick<Environment, 'SUBJECT_CPUS' | 'GENERATOR_CPUS' | 'OBSERVER_CPUS'>;

/**
 * Which CPUs Compose is to give the observers and what stands behind the subject, as a variable of docker-compose.yml: those
 * that the user says, else those of the engine that neither subject nor generator has. Where none is left they share the
 * generator's, as docker-compose.yml has it.
 */
export async function observerVariables(cpus: Cpus): Promise<Record<string, string>> {
  const { stdout } = cpus.OBSERVER_CPUS ? { stdout: '' } : await docker(['info', '--format', '{{.NCPU}}']);
  const observers = cpus.OBSERVER_CPUS ?? cpusLeft(Number(stdout), cpus);
  return observers.length === 0 ? {} : { OBSERVER_CPUS: observers.join(',') };
}

function cpusLeft(count: number, { SUBJECT_CPUS, GENERATOR_CPUS }: Cpus): number[] {
  const taken = [...SUBJECT_CPUS, ...GENERATOR_CPUS];
  return Array.from({ length: count }, (_, cpu) => cpu).filter((cpu) => !taken.includes(cpu));
}
