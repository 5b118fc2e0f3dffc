import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folders of the cgroups that hold a process to its CPU time: its own first, then those around it. Empty where
 * they cannot be seen.
 */
export function cpuCgroups(pid: number): string[] {
  try {
    return cpuCgroupsIn(
      readFileSync(`/proc/${pid}/cgroup`, 'utf8'),
      readFileSync('/proc/self/mountinfo', 'utf8'),
    );
  } catch {
    return [];
  }
}

/**
 * @param cgroup the text of /proc/PID/cgroup
 * @param mounts the text of /proc/self/mountinfo
 */
export function cpuCgroupsIn(cgroup: string, mounts: string): string[] {
  const lines = cgroup.split('\n').map((line) => line.split(':'));
  const first = lines.find(([, controllers = '']) => controllers.split(',').includes('cpu'));
  const unified = lines.find(([hierarchy, controllers]) => hierarchy === '0' && controllers === '');
  const path = (first ?? unified)?.slice(2).join(':');
  const mount = mountIn(mounts, first === undefined ? 'cgroup2' : 'cgroup');
  if (path === undefined || mount === null) return [];
  const root = mount.root === '/' ? '' : mount.root;
  // Of cgroups beside the part that is shown here nothing can be read.
  if (!`${path}/`.startsWith(`${root}/`) || path.startsWith('/..')) return [];
  const below = path.slice(root.length);
  const names = below.split('/').filter(Boolean);
  return names.map((_, i) => join(mount.folder, ...names.slice(0, names.length - i))).concat(mount.folder);
}

/** Where the hierarchy with the CPU's controller is mounted, and which part of it. */
function mountIn(mounts: string, type: 'cgroup' | 'cgroup2'): { root: string; folder: string } | null {
  for (const line of mounts.split('\n')) {
    // See proc_pid_mountinfo(5): after a dash come the type, the source and the options of the file system.
    const [before = '', after = ''] = line.split(' - ');
    const [, , , root, folder] = before.split(' ');
    const [found, , options = ''] = after.split(' ');
    if (found !== type || root === undefined || folder === undefined) continue;
    if (type === 'cgroup2' || options.split(',').includes('cpu')) return { root, folder };
  }
  return null;
}

/** For how long a cgroup has been kept from its CPUs since it was made, in seconds; null where it does not tell. */
export function throttledSecondsIn(stat: string): number | null {
  // Version 2 counts microseconds, version 1 nanoseconds.
  const micro = /^throttled_usec (\d+)$/m.exec(stat)?.[1];
  if (micro !== undefined) return Number(micro) / 1e6;
  const nano = /^throttled_time (\d+)$/m.exec(stat)?.[1];
  return nano === undefined ? null : Number(nano) / 1e9;
}

/** The quota in the text of `cpu.max`, in CPUs; null is none. */
export function quotaIn(max: string): number | null {
  const [quota, period] = max.trim().split(' ').map(Number);
  return quota !== undefined && period !== undefined && quota > 0 ? quota / period : null;
}

export const readThrottledSeconds = (folder: string): number | null =>
  throttledSecondsIn(textOf(folder, 'cpu.stat'));

/** The quota of a cgroup, in CPUs; null is none. */
export const readQuota = (folder: string): number | null =>
  quotaIn(
    textOf(folder, 'cpu.max') ||
      `${textOf(folder, 'cpu.cfs_quota_us').trim()} ${textOf(folder, 'cpu.cfs_period_us').trim()}`,
  );

function textOf(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch {
    return '';
  }
}
