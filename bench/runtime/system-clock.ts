import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClockReading, TrialClock } from './runtime.ts';

const wallSeconds = (): number => Date.now() / 1000;
const steadySeconds = (): number => performance.now() / 1000;

let anchor = { wall: wallSeconds(), steady: steadySeconds() };

/** The clock of this machine; monotonic from the moment it was set, so that a correction does not bend a trial. */
export const systemClock: TrialClock = {
  now: () => anchor.wall + steadySeconds() - anchor.steady,
  sleep: async (seconds, signal) => {
    await delay(seconds * 1000, undefined, { signal }).catch(() => undefined);
  },
  // Before each load: a process that has run for days, or whose machine has slept, is else off by what was corrected meanwhile.
  set: () => {
    anchor = { wall: wallSeconds(), steady: steadySeconds() };
  },
  read: () => readings().reduce((best, other) => (other.took < best.took ? other : best)),
};

/** Some, as whoever has to wait for its CPU in the middle of one reads clocks of different instants. */
const readings = (): (ClockReading & { readonly took: number })[] =>
  Array.from({ length: 3 }, () => {
    const steady = steadySeconds();
    const [wall, boot] = [wallSeconds(), bootSeconds()];
    return { wall, steady, boot, took: steadySeconds() - steady };
  });

/** Linux counts the seconds that the machine slept into its uptime. */
function bootSeconds(): number | null {
  try {
    return Number.parseFloat(readFileSync('/proc/uptime', 'utf8'));
  } catch {
    return null;
  }
}
