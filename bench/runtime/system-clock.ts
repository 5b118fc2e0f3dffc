import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from './runtime.ts';

/** The clock of this machine; monotonic from the moment it was set, so that a correction does not bend a trial. */
export const systemClock: Clock = {
  now: () => (performance.timeOrigin + performance.now()) / 1000,
  sleep: async (seconds, signal) => {
    await delay(seconds * 1000, undefined, { signal }).catch(() => undefined);
  },
};
