import { setTimeout as pause } from 'node:timers/promises';
import type { Exit } from '../runtime.ts';
import type { Child } from './child.ts';
import { appearsWithinMilliseconds, daemonsOf } from './daemons.ts';
import { endProcesses, killUntilNone } from './end-processes.ts';
import type { Family } from './family.ts';
import { killFamilies } from './kill-families.ts';
import { descendantsOf, isAlive } from './process-tree.ts';
import { watch } from './watchdog/watch.ts';

/** A child with the daemons that it leaves. */
export interface Household {
  readonly family: Family & { readonly pid: number; readonly port: number };
  /** Of the child; where that ends well and leaves daemons, as a start script does, once those have ended. */
  readonly exited: Promise<Exit>;
  /** Takes note of who is below the child now: once that has been killed, nothing else may tell whose they are. */
  noteMembers(): void;
  /** SIGTERM, then SIGKILL after `graceSeconds`. Resolves once all are gone; safe to call twice. */
  stop(graceSeconds: number): Promise<void>;
}

const pollMilliseconds = 200;

/**
 * Keeps together what comes of a child.
 * @param port where it is to serve
 */
export function household(child: Child, port: number): Household {
  const family = { ...child.family, pid: child.pid, port };
  let unwatch = watch({ kind: 'family', family });
  let stopped = false;
  return {
    family,
    exited: child.exited.then(async (exit) => {
      if (exit.exitCode === 0) await lastOf(family, () => stopped);
      return exit;
    }),
    noteMembers: () => {
      if (stopped) return;
      const before = unwatch;
      unwatch = watch({ kind: 'family', family: { ...family, seen: descendantsOf(child.pid) } });
      before();
    },
    stop: async (graceSeconds) => {
      await Promise.all([endProcesses(daemonsOf(family), graceSeconds), child.stop(graceSeconds)]);
      await killUntilNone(() => killFamilies([family]));
      stopped = true;
      unwatch();
    },
  };
}

/** Resolves once a family that is running has no daemons left, or does not get any. */
async function lastOf(family: Family, isStopped: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + appearsWithinMilliseconds;
  let hadSome = false;
  while (!isStopped()) {
    const daemons = daemonsOf(family);
    if (daemons.length === 0 && (hadSome || performance.now() > giveUpAt)) return;
    hadSome ||= daemons.length > 0;
    do await pause(pollMilliseconds);
    while (daemons.some(isAlive));
  }
}
