import { readFileSync } from 'node:fs';
import type { ContainerState } from './inspect-container.ts';

/**
 * The first process of a container, if it is one of this system. The engine's number alone proves nothing: where the
 * engine is in a virtual machine (Docker Desktop, WSL2) or elsewhere, it is somebody else's here, even with the same
 * kernel. A container's process is in a cgroup that has the container's name.
 * @param procRoot where the system shows its processes
 */
export function ownProcess({ id, pid }: ContainerState, procRoot = '/proc'): number | null {
  if (pid === null) return null;
  try {
    return readFileSync(`${procRoot}/${pid}/cgroup`, 'utf8').includes(id) ? pid : null;
  } catch {
    return null;
  }
}
