import type { Dispatcher } from 'undici';
import { median } from '../statistics/median.ts';
import { ask, type Question } from './ask.ts';

const requests = 6;
const enoughSeconds = 3;

/**
 * Checks the answer, and learns what one takes who asks alone: the median of a few, the first left out, which pays for
 * connections and cold code, in seconds; and how many bytes the body of an answer has.
 * @throws BenchError BENCH_PROBE_NO_ANSWER, BENCH_PROBE_WRONG_ANSWER, or BENCH_TRIAL_INTERRUPTED
 */
export async function learnAlone(
  question: Question,
  dispatcher: Dispatcher,
  timeoutSeconds: number,
  signal: AbortSignal,
): Promise<{ readonly seconds: number; readonly bytes: number }> {
  const answers = [await ask(question, dispatcher, timeoutSeconds, signal)];
  const spent = () => answers.reduce((sum, { seconds }) => sum + seconds, 0);
  while (answers.length < requests && spent() < enoughSeconds) {
    answers.push(await ask(question, dispatcher, timeoutSeconds, signal));
  }
  const warm = answers.length > 1 ? answers.slice(1) : answers;
  return {
    seconds: median(warm.map(({ seconds }) => seconds)) ?? 0,
    bytes: median(warm.map(({ bytes }) => bytes)) ?? 0,
  };
}
