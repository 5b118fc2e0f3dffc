import { BenchError } from '@headroom/contract/errors.ts';
import { seconds as inWords } from '../words/in-words.ts';
import type { ClockReading } from './runtime.ts';

/** What clocks may differ by: one is read some milliseconds after the other, and kept right by less than that. */
const toleranceSeconds = 0.5;

/**
 * Holds that nobody has set the machine's clock between two readings, and that the machine has not slept: k6 tells by that
 * clock when the window of a trial opens and closes.
 * @throws BenchError BENCH_TRIAL_SUSPENDED or BENCH_TRIAL_CLOCK_SET
 */
export function demandSteadyClock(before: ClockReading, after: ClockReading): void {
  const passed = after.steady - before.steady;
  const jump = after.wall - before.wall - passed;
  const slept = before.boot === null || after.boot === null ? null : after.boot - before.boot - passed;
  if (slept !== null && slept > toleranceSeconds) {
    throw new BenchError(
      'BENCH_TRIAL_SUSPENDED',
      `the machine slept for ${inWords(slept)} during the trial, expected it to stay awake. Keep it from being suspended, and measure again (headroom resume).`,
    );
  }
  if (Math.abs(jump) <= toleranceSeconds) return;
  // Where nobody counts the time of sleep, that looks the same.
  const orSlept = slept === null && jump > 0 ? ', or the machine slept for so long' : '';
  throw clockSet("this machine's", jump, orSlept);
}

/** @param whose clock it was @param seconds by how much it went ahead, or back where that is negative */
export function clockSet(whose: string, seconds: number, orElse = ''): BenchError {
  return new BenchError(
    'BENCH_TRIAL_CLOCK_SET',
    `${whose} clock was set ${inWords(Math.abs(seconds))} ${seconds > 0 ? 'ahead' : 'back'} during the trial${orElse}, expected it to go on: nobody knows when its window opened and closed. Measure again when it is right (headroom resume).`,
  );
}
