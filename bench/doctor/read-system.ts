import { constants } from 'node:fs';
import { access, readdir, readFile, stat, statfs } from 'node:fs/promises';
import os from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Frequency } from './check-frequency.ts';
import type { ResultsFolder } from './check-results.ts';

/** Bytes of memory that programs could get now; on Linux within the limit of the container. */
export async function readAvailableMemory(): Promise<number> {
  const meminfo = await readOrNull('/proc/meminfo');
  const kibibytes = /^MemAvailable:\s*(\d+) kB$/m.exec(meminfo ?? '')?.[1];
  if (kibibytes === undefined) return os.freemem();
  return Math.min(Number(kibibytes) * 1024, process.availableMemory());
}

/** Open files that a process may have (soft limit), or null where it cannot be told. */
export async function readOpenFileLimit(): Promise<number | null> {
  return openFileLimit((await readOrNull('/proc/self/limits')) ?? '');
}

/** The soft limit in Linux's /proc/PID/limits. */
export function openFileLimit(limits: string): number | null {
  const soft = /^Max open files\s+(\S+)/m.exec(limits)?.[1];
  if (soft === undefined) return null;
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
}

/** How the CPU's clock is governed. @param root where Linux shows the CPUs */
export async function readFrequency(root = '/sys/devices/system/cpu'): Promise<Frequency> {
  const cpus = (await readdir(root).catch(() => [])).filter((name) => /^cpu\d+$/.test(name));
  const governors = await Promise.all(
    cpus.map((cpu) => readOrNull(join(root, cpu, 'cpufreq/scaling_governor'))),
  );
  const noTurbo = await readOrNull(join(root, 'intel_pstate/no_turbo'));
  const boost = await readOrNull(join(root, 'cpufreq/boost'));
  return {
    governors: [...new Set(governors.filter((governor) => governor !== null))].sort(),
    turbo: noTurbo !== null ? noTurbo === '0' : boost !== null ? boost === '1' : null,
  };
}

/** What can be told about a folder for results before it exists. */
export async function readResultsFolder(out: string): Promise<ResultsFolder> {
  const path = resolve(out);
  const existing = await nearestExisting(path);
  const freeBytes = await statfs(existing).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
  return { path, obstacle: await obstacleIn(existing), freeBytes };
}

async function nearestExisting(path: string): Promise<string> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  return exists || dirname(path) === path ? path : nearestExisting(dirname(path));
}

async function obstacleIn(path: string): Promise<string | null> {
  try {
    if (!(await stat(path)).isDirectory()) return `${path} is not a folder`;
    await access(path, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    return `${path} may not be written (${code})`;
  }
}

async function readOrNull(file: string): Promise<string | null> {
  return readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
}
