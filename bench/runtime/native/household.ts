import { setTimeout as pause } from 'node:timers/promises';
import type { Exit } from '../runtime.ts';
import type { Child } from './child.ts';
import { daemonsOf, type Family } from './daemons.ts';
import { endProcesses, tell } from './end-processes.ts';
import { isAlive, startedTicksOf } from './process-tree.ts';

/** A child with the daemons that it leaves. */
export interface Household {
  readonly family: Family;
  /** Of the child; where that ends well and leaves daemons, as a start script does, once those have ended. */
  readonly exited: Promise<Exit>;
  /** SIGTERM, then SIGKILL after `graceSeconds`. Resolves once all are gone; safe to call twice. */
  stop(graceSeconds: number): Promise<void>;
}

const pollMilliseconds = 200;
const running = new Set<Family>();

// As for children: nothing that was started may outlive this process, though it ends at once.
process.on('exit', () => {
  for (const family of running) tell(daemonsOf(family), 'SIGKILL');
});

/**
 * Keeps together what comes of a child.
 * @param name which it was given by its variables
 * @param port where it is to serve
 */
export function household(child: Child, name: string, port: number): Household {
  const family: Family = { pid: child.pid, startedTicks: startedTicksOf(child.pid), name, port };
  running.add(family);
  return {
    family,
    exited: child.exited.then(async (exit) => {
      if (exit.exitCode === 0) await lastOf(family);
      return exit;
    }),
    stop: async (graceSeconds) => {
      await Promise.all([endProcesses(daemonsOf(family), graceSeconds), child.stop(graceSeconds)]);
      // What a supervisor has started anew meanwhile.
      await endProcesses(daemonsOf(family), 0);
      running.delete(family);
    },
  };
}

/** Resolves once a family has no daemons. */
async function lastOf(family: Family): Promise<void> {
  for (let daemons = daemonsOf(family); daemons.length > 0; daemons = daemonsOf(family)) {
    while (daemons.some(isAlive)) await pause(pollMilliseconds);
  }
}
