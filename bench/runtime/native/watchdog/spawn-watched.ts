import {
  type ChildProcess,
  type ChildProcessByStdio,
  type SpawnOptions,
  type SpawnOptionsWithStdioTuple,
  type StdioNull,
  type StdioPipe,
  spawn,
} from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { type Family, familyVariable } from '../family.ts';
import { startedTicksOf } from '../process-tree.ts';
import { watch } from './watch.ts';

interface Watched<Process> {
  readonly child: Process;
  readonly family: Family;
}

/**
 * Spawns a program without a shell, in a process group of its own, so that a Ctrl-C meant for this process does not reach
 * it. Should this process end before it, it ends too, with all that came of it.
 */
export function spawnWatched(
  file: string,
  args: readonly string[],
  options: SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioPipe>,
): Watched<ChildProcessByStdio<null, Readable, Readable>>;
export function spawnWatched(
  file: string,
  args: readonly string[],
  options: SpawnOptions,
): Watched<ChildProcess>;
export function spawnWatched(
  file: string,
  args: readonly string[],
  { env, ...options }: SpawnOptions,
): Watched<ChildProcess> {
  const nobody: Family = { pid: null, startedTicks: null, name: randomUUID(), port: null };
  // Before it starts, as this process may end in the next moment.
  const announced = watch({ kind: 'family', family: nobody });
  try {
    const child = spawn(file, args, {
      ...options,
      env: { ...env, [familyVariable]: nobody.name },
      detached: true,
    });
    if (child.pid === undefined) return { child, family: nobody };
    const family = { ...nobody, pid: child.pid, startedTicks: startedTicksOf(child.pid) };
    child.once('exit', watch({ kind: 'family', family }));
    return { child, family };
  } finally {
    announced();
  }
}
