import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { openLog } from '../../collect/disk.ts';
import { childEnvironment } from '../../config/environment.ts';
import type { Exit } from '../runtime.ts';
import { boundLog, endOf } from './bounded-log.ts';
import { descendantsOf, isAlive } from './process-tree.ts';

/** A child process whose output goes to a file, of which a long one is cut. */
export interface Child {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** SIGTERM, then SIGKILL after `graceSeconds`. Resolves once it is gone; safe to call twice. */
  stop(graceSeconds: number): Promise<void>;
}

/** Where a child is started, and what it inherits. */
interface Surroundings {
  /** Null is here. */
  readonly folder?: string | null;
  /** The shell's variables as the child gets them, with those that it is given. */
  readonly environmentOf?: (given: Record<string, string>) => Record<string, string>;
}

const lastWordsCharacters = 2_000;
const running = new Set<number>();

// The second Ctrl-C, or a defect, ends this process at once: nothing that it started may outlive it.
process.on('exit', () => {
  for (const pid of running) kill(pid);
});

/**
 * Starts `command` without a shell, in a process group of its own, so that a Ctrl-C meant for the lab
 * does not reach it and the lab can end it in good order. Rejects when it cannot be started.
 */
export async function startChild(
  command: readonly string[],
  environment: Record<string, string>,
  logFile: string,
  { folder = null, environmentOf = childEnvironment }: Surroundings = {},
): Promise<Child> {
  const [file = '', ...args] = command;
  const log = openLog(logFile);
  const child = spawn(file, args, {
    env: environmentOf(environment),
    stdio: ['ignore', log, log],
    detached: true,
    ...(folder === null ? {} : { cwd: folder }),
  });
  closeSync(log);
  await once(child, 'spawn');

  const bounded = boundLog(logFile);
  const pid = child.pid as number;
  running.add(pid);
  const exited = once(child, 'exit').then(([exitCode, signal]: (number | string | null)[]): Exit => {
    running.delete(pid);
    bounded.cut();
    return {
      exitCode: exitCode as number | null,
      signal: signal as string | null,
      lastWords: endOf(logFile, lastWordsCharacters),
    };
  });

  const stop = async (graceSeconds: number): Promise<void> => {
    const below = descendantsOf(pid);
    child.kill('SIGTERM');
    const force = setTimeout(() => kill(pid), graceSeconds * 1000);
    await exited;
    clearTimeout(force);
    // Workers of its own that it did not end, or could not, and those that left its group.
    kill(pid);
    for (const one of below.filter(isAlive)) kill(one.pid, one.pid);
    bounded.end();
  };
  return { pid, exited, stop };
}

/** Its whole group, unless told otherwise: a service may have workers. */
function kill(pid: number, whom = -pid): void {
  try {
    process.kill(whom, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
