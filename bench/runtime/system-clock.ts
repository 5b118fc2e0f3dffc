import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './runtime.ts';

let anchor = { unixSeconds: Date.now() / 1000, monotonicMilliseconds: performance.now() };

/** The clock of this machine; monotonic from the moment it was set, so that a correction does not bend a trial. */
export const systemClock: Clock = {
  now: () => anchor.unixSeconds + (performance.now() - anchor.monotonicMilliseconds) / 1000,
  sleep: async (seconds, signal) => {
    await delay(seconds * 1000, undefined, { signal }).catch(() => undefined);
  },
};

/**
 * Sets the clock by that of the system, as k6 does when it starts. Between two trials: a process that has run for
 * days, or whose machine has slept, is else off by what was corrected meanwhile.
 */
export function setSystemClock(): void {
  anchor = { unixSeconds: Date.now() / 1000, monotonicMilliseconds: performance.now() };
}
