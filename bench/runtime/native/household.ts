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
/** A daemon that has written over its variables (gunicorn, nginx) is known only once it listens, a moment after its starter has ended. */
const appearsWithinMilliseconds = 3000;
/** A daemon that is being ended may have started another one just before. */
const rounds = 5;
const running = new Set<Family>();

// As for children: nothing that was started may outlive this process, though it ends at once.
process.on('exit', () => {
  for (let round = 0; round < rounds; round++) {
    for (const family of running) tell(daemonsOf(family), 'SIGKILL');
  }
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
      for (let round = 0; round < rounds; round++) {
        const left = daemonsOf(family);
        if (left.length === 0) break;
        await endProcesses(left, 0);
      }
      running.delete(family);
    },
  };
}

/** Resolves once a family that is running has no daemons left, or does not get any. */
async function lastOf(family: Family): Promise<void> {
  const giveUpAt = performance.now() + appearsWithinMilliseconds;
  let hadSome = false;
  while (running.has(family)) {
    const daemons = daemonsOf(family);
    if (daemons.length === 0 && (hadSome || performance.now() > giveUpAt)) return;
    hadSome ||= daemons.length > 0;
    do await pause(pollMilliseconds);
    while (daemons.some(isAlive));
  }
}
