import type { Dispatcher } from 'undici';
import { median } from '../statistics/median.ts';
import { ask, type Question } from './ask.ts';

const requests = 6;
const enoughSeconds = 3;

/**
 * Checks the answer, and what one takes who asks alone: the median of a few, the first left out, which pays for
 * connections and cold code. In seconds.
 * @throws BenchError BENCH_PROBE_NO_ANSWER, BENCH_PROBE_WRONG_ANSWER, or BENCH_TRIAL_INTERRUPTED
 */
export async function learnAlone(
  question: Question,
  dispatcher: Dispatcher,
  timeoutSeconds: number,
  signal: AbortSignal,
): Promise<number> {
  const took = [await ask(question, dispatcher, timeoutSeconds, signal)];
  const spent = () => took.reduce((sum, seconds) => sum + seconds, 0);
  while (took.length < requests && spent() < enoughSeconds) {
    took.push(await ask(question, dispatcher, timeoutSeconds, signal));
  }
  return median(took.length > 1 ? took.slice(1) : took) ?? 0;
}
