import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A container of an engine, and its first process as that numbers it. */
export interface EngineContainer {
  readonly id: string;
  readonly pid: number;
}

/**
 * CPU time that a container has used, in seconds, by its control group: what was started in it from outside and has ended
 * counts too. Null where the engine runs on another kernel, or the platform does not tell.
 * @param root where this machine's /proc and /sys are
 */
export function containerCpuSeconds(container: EngineContainer, root = '/'): number | null {
  try {
    return secondsIn(fileOf(container, root) ?? '');
  } catch {
    // It ended meanwhile.
    return null;
  }
}

/** The account of its group: in nanoseconds (cpuacct of version 1), or a table in microseconds (version 2). */
function fileOf({ id, pid }: EngineContainer, root: string): string | undefined {
  const groups = readFileSync(join(root, 'proc', String(pid), 'cgroup'), 'utf8')
    .trim()
    .split('\n');
  const candidates = groups.flatMap((line) => {
    const [, controllers = '', path = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    // Another machine's process may have the number of one here.
    if (!path.includes(id)) return [];
    if (controllers === '') return [join(root, 'sys/fs/cgroup', path, 'cpu.stat')];
    return controllers.split(',').includes('cpuacct')
      ? [join(root, 'sys/fs/cgroup', controllers, path, 'cpuacct.usage')]
      : [];
  });
  return candidates.find((file) => existsSync(file));
}

function secondsIn(file: string): number | null {
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('cpuacct.usage')) return Number(text) / 1e9;
  const microseconds = /^usage_usec (\d+)$/m.exec(text)?.[1];
  return microseconds === undefined ? null : Number(microseconds) / 1e6;
}
