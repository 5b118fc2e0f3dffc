import { BenchError } from '@headroom/contract/errors.ts';
import { type WrongAnswer, wrongAnswerMark } from '@headroom/contract/trial-input.ts';
import { lastWordsInShort } from './last-words.ts';
import type { Exit } from './runtime.ts';

/** @throws BenchError BENCH_GENERATOR_* or BENCH_SUBJECT_WRONG_ANSWER where a generator has ended badly */
export function checkGenerator(exit: Exit): void {
  if (exit.exitCode === 0) return;
  if (exit.signal !== null) {
    throw new BenchError(
      'BENCH_GENERATOR_KILLED',
      `k6 was ended by ${exit.signal}; out of memory, or ended by hand?`,
    );
  }
  const wrong = wrongAnswerIn(exit.lastWords);
  if (wrong) {
    const expected = answerInWords(wrong.expectedStatus, wrong.expectedBody);
    const got =
      wrong.status === 0
        ? `gave no answer (${wrong.error})`
        : `answered ${answerInWords(wrong.status, wrong.body)}`;
    throw new BenchError(
      'BENCH_SUBJECT_WRONG_ANSWER',
      `${wrong.url} ${got}: expected ${expected}; is this the right service?`,
    );
  }
  throw new BenchError(
    'BENCH_GENERATOR_FAILED',
    `k6 ended with code ${exit.exitCode}, expected 0; its last words: ${lastWordsInShort(exit.lastWords)}`,
  );
}

const answerInWords = (status: number, body: string | null): string =>
  body === null ? `status ${status}` : `status ${status} and ${JSON.stringify(body)}`;

function wrongAnswerIn(log: string): WrongAnswer | null {
  const line = log.split('\n').find((candidate) => candidate.includes(wrongAnswerMark));
  if (line === undefined) return null;
  const text = line.startsWith('{') ? String(JSON.parse(line).msg ?? '') : line;
  return JSON.parse(text.slice(text.indexOf(wrongAnswerMark) + wrongAnswerMark.length)) as WrongAnswer;
}

/** @throws BenchError BENCH_SUBJECT_*, for one that has ended while it was under load */
export function failExited({ exitCode, signal, lastWords, vanished }: Exit): never {
  if (vanished !== undefined) {
    throw new BenchError('BENCH_SUBJECT_EXITED', `the subject vanished: ${vanished} during the trial`);
  }
  // The machine's fault, not the load's: somebody else had the port when it came to listen.
  if (/\bport \d+ .*is taken|\bEADDRINUSE\b|address already in use/i.test(lastWords)) {
    throw new BenchError('BENCH_SUBJECT_PORT_TAKEN', lastWordsInShort(lastWords));
  }
  const how = signal === null ? `with code ${exitCode}` : `by ${signal}`;
  throw new BenchError(
    'BENCH_SUBJECT_EXITED',
    `the subject ended ${how} during the trial; its last words: ${lastWordsInShort(lastWords)}`,
  );
}
