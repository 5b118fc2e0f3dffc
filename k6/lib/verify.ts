import exec from 'k6/execution';
import http from 'k6/http';
import { type WrongAnswer, wrongAnswerMark } from '../../contract/trial-input.ts';
import { askForJob } from './job.ts';
import { trial } from './trial-input.ts';

/** Asks once before the load and ends the trial unless status and body are the expected ones. */
export function verifyAnswer(): void {
  const url = trial.baseUrl + trial.path;
  const { method, headers, expectedStatus, expectedBody } = trial;
  const params = {
    responseType: expectedBody === null ? 'none' : 'text',
    timeout: `${trial.requestTimeoutSeconds}s`,
    headers,
    redirects: 0,
  } as const;
  const answer =
    trial.kind === 'job' ? askForJob(params, false) : http.request(method, url, trial.body, params);
  if (answer.status === expectedStatus && (expectedBody === null || answer.body === expectedBody)) return;
  const wrong: WrongAnswer = {
    url,
    status: answer.status,
    body: String(answer.body ?? '').slice(0, 200),
    error: answer.error,
  };
  exec.test.abort(wrongAnswerMark + JSON.stringify(wrong));
}
