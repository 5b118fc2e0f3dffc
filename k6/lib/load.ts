import exec from 'k6/execution';
import http from 'k6/http';
import { Counter, Gauge, Trend } from 'k6/metrics';
import type { Options, Scenario } from 'k6/options';
import { failureKinds } from '../../contract/generator-summary.ts';
import { bystanderScenario } from './bystander.ts';
import { askForJob } from './job.ts';
import type { RequestSurroundings } from './requests.ts';
import { metric, trendStats } from './summary.ts';
import { trial } from './trial-input.ts';

/**
 * What both models share. Nothing is checked or recorded per request in the loop, because k6 pays dearly for it
 * (two checks and three custom metrics halve its rate): the body is verified once before the load.
 */
const startedAt = new Gauge(metric.startedAt);
const straddling = new Trend(metric.straddling, true);
const failures = new Counter(metric.failures);

http.setResponseCallback(http.expectedStatuses(trial.expectedStatus, ...(trial.kind === 'job' ? [202] : [])));

/** A threshold without a condition makes k6 keep the sub-metric for the summary. */
const keep: string[] = [];

/** How long the load lasts, as k6 writes it. */
export const loadDuration = `${(trial.warmupSeconds + trial.durationSeconds) * 1000}ms`;

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
  const loadStartedAt = exec.scenario.startTime / 1000;
  startedAt.add(loadStartedAt);
  return { startedAt: loadStartedAt, windowStartsAt: loadStartedAt + trial.warmupSeconds };
}

/** The surroundings of one user's requests. */
export function requestSurroundings(): RequestSurroundings {
  const { method, body, headers, expectedStatus } = trial;
  const url = trial.baseUrl + trial.path;
  const params = { timeout: `${trial.requestTimeoutSeconds}s`, headers, redirects: 0, tags: {} };
  return {
    now: () => Date.now() / 1000,
    expectedStatus,
    request: (inWindow) => {
      if (trial.kind === 'job') return askForJob(params, inWindow);
      const answer = http.request(method, url, body, params);
      return { status: answer.status, durationSeconds: answer.timings.duration / 1000 };
    },
    enterWindow: () => {
      // The latency of a job is more than that of the request for its result, which needs no series of its own.
      if (trial.kind === 'request') params.tags = { phase: 'measured' };
    },
    countStraddling: (durationSeconds) => straddling.add(durationSeconds * 1000),
    countFailure: (kind) => failures.add(1, { kind }),
  };
}
