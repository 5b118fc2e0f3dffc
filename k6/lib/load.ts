import exec from 'k6/execution';
import http, { type RefinedResponse, type ResponseType } from 'k6/http';
import { Counter, Gauge, Trend } from 'k6/metrics';
import type { Options, Scenario } from 'k6/options';
import type { AnswerShape } from '../../contract/answer-shape.ts';
import { failureKinds } from '../../contract/generator-summary.ts';
import { connectLeadSeconds } from '../../contract/trial-input.ts';
import { lookedNote } from '../../contract/user-notes.ts';
import { bystanderScenario } from './bystander.ts';
import { askForJob } from './job.ts';
import { isSameAnswer } from './look.ts';
import { hasLostAttempt, leastToConnect } from './lost-attempt.ts';
import type { RequestSurroundings } from './requests.ts';
import { metric, trendStats } from './summary.ts';
import { trial } from './trial-input.ts';

/**
 * What both models share. Nothing is checked or recorded per request in the loop, because k6 pays dearly for it
 * (two checks and three custom metrics halve its rate): the body is verified once before the load.
 */
const startedAt = new Gauge(metric.startedAt);
const straddling = new Trend(metric.straddling, true);
const connecting = new Counter(metric.connecting);
const failures = new Counter(metric.failures);
const failedSeconds = new Counter(metric.failedSeconds);
const resent = new Counter(metric.resent);
/** Of the whole trial; declared only where its users connect before the load. */
const connects = trial.connectUrl === null ? null : new Counter(metric.otherRequests);

http.setResponseCallback(http.expectedStatuses(trial.expectedStatus, ...(trial.kind === 'job' ? [202] : [])));

/** A threshold without a condition makes k6 keep the sub-metric for the summary. */
const keep: string[] = [];

/** How long the load lasts, as k6 writes it. */
export const loadDuration = `${(connectLeadSeconds(trial) + trial.warmupSeconds + trial.durationSeconds) * 1000}ms`;

/** The options of a trial whose load is that scenario. @param kept further sub-metrics for the summary */
export function optionsOf(load: Scenario, kept: readonly string[] = []): Options {
  return {
    scenarios: { load, ...bystanderScenario('bystander') },
    setupTimeout: `${trial.requestTimeoutSeconds + 5}s`,
    discardResponseBodies: true,
    summaryTrendStats: trendStats,
    systemTags: ['expected_response'],
    thresholds: {
      [metric.within]: keep,
      ...Object.fromEntries(failureKinds.map((kind) => [metric.failuresOf(kind), keep])),
      ...Object.fromEntries(kept.map((name) => [name, keep])),
    },
  };
}

/** When the load began and its window opens; Unix time in seconds. */
export function loadTimes(): { readonly startedAt: number; readonly windowStartsAt: number } {
  const loadStartedAt = exec.scenario.startTime / 1000 + connectLeadSeconds(trial);
  startedAt.add(loadStartedAt);
  return { startedAt: loadStartedAt, windowStartsAt: loadStartedAt + trial.warmupSeconds };
}

/** Makes the connection that this user keeps, where its users connect before the load. */
export function connect(): void {
  if (trial.connectUrl === null) return;
  http.get(trial.connectUrl, { timeout: `${trial.requestTimeoutSeconds}s`, redirects: 0 });
  connects?.add(1);
}

type Answer = RefinedResponse<ResponseType | undefined>;

/**
 * The surroundings of one user's requests.
 * @param before the shape of the answer before the load
 * @param looks whether this user looks into the answer to the request that it sends at that instant, Unix time
 */
export function requestSurroundings(
  before: AnswerShape,
  looks: (atSeconds: number) => boolean,
): RequestSurroundings {
  const params = { ...paramsOfLoad(), tags: {} };
  const lookingParams = { ...params, responseType: 'text' as const };
  const { method, body, expectedStatus, kind } = trial;
  const url = trial.baseUrl + trial.path;
  let answer: Answer | null = null;
  let jobSeconds = 0;
  let isLookedInto = false;
  let inWindow = false;
  return {
    now: () => Date.now() / 1000,
    expectedStatus,
    request: (sentAt) => {
      if (kind === 'job') {
        const job = askForJob(params, inWindow);
        jobSeconds = job.durationSeconds;
        return job.status;
      }
      isLookedInto = looks(sentAt);
      answer = http.request(method, url, body, isLookedInto ? lookingParams : params) as Answer;
      return answer.status;
    },
    lastDurationSeconds: () => (answer === null ? jobSeconds : answer.timings.duration / 1000),
    enterWindow: () => {
      inWindow = true;
      // The latency of a job is more than that of the request for its result, which needs no series of its own.
      if (kind === 'request') params.tags = lookingParams.tags = { phase: 'measured' };
    },
    noteAnswer: () => {
      if (answer === null) return;
      const { timings } = answer;
      // Only a new connection takes time to speak of: k6 pays for each figure that is kept.
      if (timings.blocked > leastToConnect) noteConnection(timings);
      if (isLookedInto) noteBody(answer, before);
    },
    countStraddling: (seconds) => straddling.add(seconds * 1000),
    countFailure: (failure, seconds) => {
      failures.add(1, { kind: failure });
      failedSeconds.add(seconds);
    },
  };
}

const paramsOfLoad = () => ({
  timeout: `${trial.requestTimeoutSeconds}s`,
  headers: trial.headers,
  redirects: 0,
});

declare const console: { log(text: string): void };

/** In the file that k6 keeps for what its script says. */
export const note = (text: string): void => console.log(text);

function noteConnection(timings: Answer['timings']): void {
  connecting.add(timings.blocked / 1000);
  if (hasLostAttempt(timings)) resent.add(1);
}

function noteBody({ body }: Answer, before: AnswerShape): void {
  note(lookedNote(isSameAnswer(String(body ?? ''), before, trial.lookedFor)));
}
