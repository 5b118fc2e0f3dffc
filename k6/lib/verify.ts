import exec from 'k6/execution';
import http from 'k6/http';
import { type AnswerShape, shapeOf } from '../../contract/answer-shape.ts';
import { type WrongAnswer, wrongAnswerMark } from '../../contract/trial-input.ts';
import { askForJob } from './job.ts';
import { trial } from './trial-input.ts';

/**
 * Asks once before the load and ends the trial unless status and body are the expected ones. Its connection is closed:
 * to a service that gives each a thread, one that idles is a user more.
 * @returns the shape of the answer, for those under load to be held against
 */
export function verifyAnswer(): AnswerShape {
  const url = trial.baseUrl + trial.path;
  const { method, headers, expectedStatus, expectedBody } = trial;
  const params = {
    responseType: 'text',
    timeout: `${trial.requestTimeoutSeconds}s`,
    headers: { ...headers, Connection: 'close' },
    redirects: 0,
  } as const;
  const answer =
    trial.kind === 'job' ? askForJob(params, false) : http.request(method, url, trial.body, params);
  if (answer.status === expectedStatus && (expectedBody === null || answer.body === expectedBody)) {
    return shapeOf(String(answer.body ?? ''));
  }
  const wrong: WrongAnswer = {
    url,
    status: answer.status,
    body: expectedBody === null ? null : String(answer.body ?? '').slice(0, 200),
    error: answer.error,
    expectedStatus,
    expectedBody: expectedBody?.slice(0, 200) ?? null,
  };
  exec.test.abort(wrongAnswerMark + JSON.stringify(wrong));
  // k6 ends here; its types do not say so.
  throw new Error(wrong.error);
}
