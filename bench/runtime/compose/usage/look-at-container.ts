import { cpusOfProcess } from '../../native/pinning.ts';
import { cpuCgroups, readQuota } from './cpu-cgroup.ts';
import type { ContainerState } from './inspect-container.ts';
import { ownProcess } from './own-process.ts';

/** What is really granted to a running container. */
export interface SeenOfContainer extends Pick<ContainerState, 'cpuset'> {
  /** Whether its processes are this system's: only then is the rest known. */
  readonly onThisKernel: boolean;
  /** CPUs that it may use, rising. */
  readonly cpus: readonly number[] | null;
  /** The least that it and the cgroups around it may use, in CPUs; null is no quota too. */
  readonly quotaCpus: number | null;
}

export function lookAtContainer(container: ContainerState): SeenOfContainer {
  const { cpuset } = container;
  const pid = ownProcess(container);
  if (pid === null) return { cpuset, onThisKernel: false, cpus: null, quotaCpus: container.quotaCpus };
  const quotas = cpuCgroups(pid)
    .map(readQuota)
    .filter((quota) => quota !== null);
  return {
    cpuset,
    onThisKernel: true,
    cpus: cpusOfProcess(pid),
    quotaCpus: quotas.length === 0 ? null : Math.min(...quotas),
  };
}
