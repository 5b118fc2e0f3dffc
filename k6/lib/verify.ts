import exec from 'k6/execution';
import http from 'k6/http';
import { type WrongAnswer, wrongAnswerMark } from '../../contract/trial-input.ts';
import { trial } from './trial-input.ts';

/** Asks once before the load and ends the trial unless status and body are the expected ones. */
export function verifyAnswer(url: string): void {
  const answer = http.get<'text'>(url, {
    responseType: 'text',
    timeout: `${trial.requestTimeoutSeconds}s`,
  });
  if (answer.status === 200 && answer.body === trial.expectedBody) return;
  const wrong: WrongAnswer = {
    url,
    status: answer.status,
    body: String(answer.body ?? '').slice(0, 200),
    error: answer.error,
  };
  exec.test.abort(wrongAnswerMark + JSON.stringify(wrong));
}
