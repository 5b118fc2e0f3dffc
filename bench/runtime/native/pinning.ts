import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { expandCpus } from '../../config/cpu-list.ts';
import type { AskedCpus } from '../../config/environment.ts';
import { sharedCpus } from '../shared-cpus.ts';

/** Which CPUs subject and generator get, and the command prefixes that hold them there. */
export interface Placement {
  readonly subjectPrefix: readonly string[];
  readonly generatorPrefix: readonly string[];
  /** What stands behind the subject, which shares the generator's CPUs unless the user gives it others. */
  readonly observerPrefix: readonly string[];
  /** Whether it may use none of the generator's. */
  readonly observersApart: boolean;
  readonly subjectCpus: readonly number[];
  readonly generatorCpus: readonly number[];
  readonly notControlled: readonly string[];
}

/**
 * The subject gets the last CPU for itself and the generator the others, unless the user says otherwise. Both are
 * killed with the lab even where its watchdog is killed too. That needs Linux's util-linux; elsewhere the placement says
 * which CPUs are not controlled.
 * @param allowed CPUs that this process may use
 * @param asked what the user wants each to have; null is no wish
 * @throws BenchError BENCH_CONFIG_INVALID for a CPU that cannot be had
 */
export function placeOn(
  allowed: readonly number[],
  hasProgram: (name: string) => boolean,
  asked: AskedCpus | null = null,
): Placement {
  demandAllowed('SUBJECT_CPUS', asked?.subject ?? [], allowed);
  demandAllowed('GENERATOR_CPUS', asked?.generator ?? [], allowed);
  demandAllowed('OBSERVER_CPUS', asked?.observers ?? [], allowed);
  const tied = hasProgram('setpriv') ? ['setpriv', '--pdeathsig', 'KILL'] : [];
  const canPin = hasProgram('taskset') && allowed.length >= 2;
  if (!canPin) {
    const why = allowed.length < 2 ? 'there is only one CPU' : 'taskset is not available here';
    return {
      subjectPrefix: tied,
      generatorPrefix: tied,
      observerPrefix: tied,
      observersApart: false,
      subjectCpus: allowed,
      generatorCpus: allowed,
      notControlled: [`Subject and generator share their CPUs: ${why}.`],
    };
  }
  const subjectCpus = asked?.subject ?? allowed.slice(-1);
  const generatorCpus = asked?.generator ?? allowed.slice(0, -1);
  const observerCpus = asked?.observers ?? generatorCpus;
  const pinned = (cpus: readonly number[]) => [...tied, 'taskset', '-c', cpus.join(',')];
  return {
    subjectPrefix: pinned(subjectCpus),
    generatorPrefix: pinned(generatorCpus),
    observerPrefix: pinned(observerCpus),
    observersApart: !observerCpus.some((cpu) => generatorCpus.includes(cpu)),
    subjectCpus,
    generatorCpus,
    notControlled: sharedCpus(subjectCpus, generatorCpus),
  };
}

function demandAllowed(variable: string, cpus: readonly number[], allowed: readonly number[]): void {
  const foreign = cpus.find((cpu) => !allowed.includes(cpu));
  if (foreign === undefined) return;
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `${variable} names CPU ${foreign}: expected some of ${allowed.join(', ')}, which this process may use. Change it or unset it.`,
  );
}

/** CPUs that this process may use: on Linux those of its affinity, elsewhere 0 to `count` - 1. */
export function allowedCpus(count: number): number[] {
  return cpusOfProcess('self') ?? Array.from({ length: count }, (_, cpu) => cpu);
}

/** CPUs of a process's affinity; null where there is no /proc or no such process. */
export function cpusOfProcess(pid: number | 'self'): number[] | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const ranges = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1];
    return ranges === undefined ? null : expandCpus(ranges);
  } catch {
    return null;
  }
}

/** Whether a program of that name is on the search path. */
export function isOnPath(path: string): (name: string) => boolean {
  return (name) =>
    path.split(delimiter).some((folder) => {
      try {
        accessSync(`${folder}/${name}`, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
