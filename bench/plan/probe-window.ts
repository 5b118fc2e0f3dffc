import type { Trial } from '@headroom/contract/records.ts';

const usualWarmupSeconds = 1;
/** A service that has just been started compiles, fills its caches and connects while it is first asked. */
export const firstWarmupSeconds = 3;
/** A lone user is to be answered about so often in a window. */
const answersOfLoneUser = 10;
/** And this often before it. */
const answersOfWarmup = 2;
const longestWindowSeconds = 30;
const longestWarmupSeconds = 6;

/** Of those who pause: their next requests, and that everybody had begun before the window opens. */
const cyclesOfWindow = 3;
const spareWarmupSeconds = 0.5;

/**
 * How long a level is loaded: the time that was asked for, longer where answers are slow, and never longer than all
 * of the load may last.
 * @param aloneSeconds what a lone user waits for an answer
 * @param thinkSeconds how long users pause, on average
 * @param warmupSeconds the shortest warm-up
 */
export function windowOf(
  aloneSeconds: number,
  { windowSeconds, loadSecondsMost }: { readonly windowSeconds: number; readonly loadSecondsMost: number },
  thinkSeconds = 0,
  warmupSeconds = usualWarmupSeconds,
): Pick<Trial, 'warmupSeconds' | 'durationSeconds'> {
  const cycleSeconds = aloneSeconds + thinkSeconds;
  const pauses = thinkSeconds > 0;
  const warmup = Math.max(
    within(warmupSeconds, answersOfWarmup * aloneSeconds, longestWarmupSeconds),
    pauses ? cycleSeconds + spareWarmupSeconds : 0,
  );
  const wanted = Math.max(
    within(windowSeconds, answersOfLoneUser * cycleSeconds, longestWindowSeconds),
    pauses ? cyclesOfWindow * cycleSeconds : 0,
  );
  return {
    warmupSeconds: tidy(warmup),
    durationSeconds: tidy(Math.min(wanted, Math.max(1, loadSecondsMost - warmup))),
  };
}

/** The same for what does not settle so soon, such as a lock that few requests take. */
export function longerWindowOf(...of: Parameters<typeof windowOf>): ReturnType<typeof windowOf> {
  const { warmupSeconds: warmup, durationSeconds } = windowOf(...of);
  return {
    warmupSeconds: Math.max(warmup, longestWarmupSeconds),
    durationSeconds: Math.max(durationSeconds, Math.min(longestWindowSeconds, 2 * durationSeconds)),
  };
}

/** As long as wanted, but at least the first and, unless that is longer, at most the last. */
const within = (least: number, wanted: number, most: number): number =>
  Math.max(least, Math.min(wanted, most));

/** Tenths of a second are as fine as anybody wants to read. */
const tidy = (seconds: number): number => Math.ceil(Math.round(seconds * 1000) / 100) / 10;
