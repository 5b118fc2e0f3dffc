import exec from 'k6/execution';
import http, { type RefinedParams, type ResponseType } from 'k6/http';
import type { Options } from 'k6/options';
import { setInterval, setTimeout } from 'k6/timers';
import { bystanderUser, type Order } from '../../contract/steering.ts';
import { liveUser } from '../lib/live-user.ts';
import { connect } from '../lib/steering.ts';
import { trial } from '../lib/trial-input.ts';
import { verifyAnswer } from '../lib/verify.ts';

/**
 * Users who enter and leave while the load runs, as the lab tells them: `vus` is the most there may be. Each is one
 * iteration that lasts until the lab ends it; what is answered goes to the lab and not into k6's own summary.
 */
const untilEnded = {
  executor: 'per-vu-iterations',
  iterations: 1,
  maxDuration: '24h',
  gracefulStop: '0s',
} as const;

export const options: Options = {
  scenarios: {
    load: { ...untilEnded, vus: trial.vus },
    ...(trial.bystander === null ? {} : { bystander: { ...untilEnded, vus: 1, exec: 'bystander' } }),
  },
  setupTimeout: `${trial.requestTimeoutSeconds + 5}s`,
  discardResponseBodies: true,
  systemTags: ['expected_response'],
};

const params: RefinedParams<ResponseType> = {
  timeout: `${trial.requestTimeoutSeconds}s`,
  headers: trial.headers,
  redirects: 0,
};
const now = () => Date.now() / 1000;
const sleep = (seconds: number) => new Promise<void>((done) => setTimeout(done, seconds * 1000));

export function setup(): void {
  verifyAnswer();
}

// k6 finds its entry points by name; the users' one has to be the default export.
// biome-ignore lint/style/noDefaultExport: k6's interface
export default function (): void {
  const { minSeconds, maxSeconds } = trial.thinkTime;
  const user = liveUser({
    now,
    ask: trial.kind === 'job' ? askForJob : ask,
    sleep,
    thinkSeconds: () => minSeconds + Math.random() * (maxSeconds - minSeconds),
    send: (report) => send(report),
  });
  const send = connect(String(exec.scenario.iterationInTest), user.heed, user.reportNews);
}

/** Somebody who has nothing to do with the load, and asks at a constant rate whatever is answered. */
export function bystander(): void {
  if (trial.bystander === null) return;
  const { url, ratePerSecond } = trial.bystander;
  let [answers, sent]: [number[], number[]] = [[], []];
  const askOnce = async (): Promise<void> => {
    const askedAt = now();
    sent.push(askedAt);
    const { status, timings } = await http.asyncRequest('GET', url, null, { ...params, headers: {} });
    answers.push(askedAt, now(), timings.duration / 1000, status);
  };
  const report = (): void => {
    send({ answers, sent, waitingSince: null });
    [answers, sent] = [[], []];
  };
  const heed = (order: Order): void => {
    if (order.do === 'enter') setInterval(askOnce, 1000 / ratePerSecond);
    else if (order.do === 'report') report();
  };
  const send = connect(bystanderUser, heed, report);
}

async function ask(): Promise<{ status: number; durationSeconds: number }> {
  const { status, timings } = await http.asyncRequest(
    trial.method,
    trial.baseUrl + trial.path,
    trial.body,
    params,
  );
  return { status, durationSeconds: timings.duration / 1000 };
}

/** Submits a job and waits for its result: the latency is that from the one to the other. */
async function askForJob(): Promise<{ status: number; durationSeconds: number }> {
  const submitted = await http.asyncRequest('POST', trial.baseUrl + trial.path, null, params);
  const location = submitted.headers.Location;
  if (submitted.status !== 202 || location === undefined) {
    // An answer at once is not what a queue gives.
    const status = submitted.status === trial.expectedStatus ? 202 : submitted.status;
    return { status, durationSeconds: submitted.timings.duration / 1000 };
  }
  const finished = await http.asyncRequest('GET', trial.baseUrl + location, null, params);
  return {
    status: finished.status,
    durationSeconds: (submitted.timings.duration + finished.timings.duration) / 1000,
  };
}

export function handleSummary(): Record<string, string> {
  return {};
}
