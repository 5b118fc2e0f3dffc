import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { openLog } from '../../collect/disk.ts';
import { childEnvironment } from '../../config/environment.ts';
import type { Exit } from '../runtime.ts';
import { boundLog, endOf } from './bounded-log.ts';
import type { Family } from './family.ts';
import { killFamilies } from './kill-families.ts';
import { descendantsOf } from './process-tree.ts';
import { spawnWatched } from './watchdog/spawn-watched.ts';

/** A child process whose output goes to a file, of which a long one is cut. */
export interface Child {
  readonly pid: number;
  readonly family: Family;
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

/**
 * Starts `command` as {@link spawnWatched} does, and can end it in good order. Rejects when it cannot be started.
 */
export async function startChild(
  command: readonly string[],
  environment: Record<string, string>,
  logFile: string,
  { folder = null, environmentOf = childEnvironment }: Surroundings = {},
): Promise<Child> {
  const [file = '', ...args] = command;
  const log = openLog(logFile);
  const { child, family } = spawnWatched(file, args, {
    env: environmentOf(environment),
    stdio: ['ignore', log, log],
    ...(folder === null ? {} : { cwd: folder }),
  });
  closeSync(log);
  await once(child, 'spawn');

  const bounded = boundLog(logFile);
  const pid = child.pid as number;
  const exited = once(child, 'exit').then(([exitCode, signal]: (number | string | null)[]): Exit => {
    bounded.cut();
    return {
      exitCode: exitCode as number | null,
      signal: signal as string | null,
      lastWords: endOf(logFile, lastWordsCharacters),
    };
  });

  const stop = async (graceSeconds: number): Promise<void> => {
    const whole = { ...family, seen: descendantsOf(pid) };
    child.kill('SIGTERM');
    const force = setTimeout(() => killFamilies([whole]), graceSeconds * 1000);
    await exited;
    clearTimeout(force);
    // Workers of its own that it did not end, or could not, and those that left its group.
    killFamilies([whole]);
    bounded.end();
  };
  return { pid, family, exited, stop };
}
