import { randomSeed, sleep } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter, Gauge, Trend } from 'k6/metrics';
import type { Options } from 'k6/options';
import { failureKinds } from '../../contract/generator-summary.ts';
import { startOffsetSeconds } from '../../contract/trial-input.ts';
import { askAsBystander, bystanderScenario } from '../lib/bystander.ts';
import { askForJob } from '../lib/job.ts';
import { type K6Summary, metric, summarise, trendStats } from '../lib/summary.ts';
import { trial } from '../lib/trial-input.ts';
import { verifyAnswer } from '../lib/verify.ts';
import { virtualUser } from '../lib/virtual-user.ts';

/**
 * One trial in the closed model: `vus` users ask one endpoint, each thinking between an answer and its
 * next request. Nothing is checked or recorded per request in the loop, because k6 pays dearly for it
 * (two checks and three custom metrics halve its rate): the body is verified once before the load.
 */
const startedAt = new Gauge(metric.startedAt);
const straddling = new Trend(metric.straddling, true);
const failures = new Counter(metric.failures);
const idleAtCutoff = new Counter(metric.idleAtCutoff);

http.setResponseCallback(http.expectedStatuses(200, 202));

/** A threshold without a condition makes k6 keep the sub-metric for the summary. */
const keep: string[] = [];

export const options: Options = {
  scenarios: {
    load: {
      executor: 'constant-vus',
      vus: trial.vus,
      duration: `${(trial.warmupSeconds + trial.durationSeconds) * 1000}ms`,
      gracefulStop: '0s',
    },
    ...bystanderScenario('bystander'),
  },
  setupTimeout: `${trial.requestTimeoutSeconds + 5}s`,
  discardResponseBodies: true,
  summaryTrendStats: trendStats,
  systemTags: ['expected_response'],
  thresholds: {
    [metric.within]: keep,
    ...Object.fromEntries(failureKinds.map((kind) => [metric.failuresOf(kind), keep])),
  },
};

export function setup(): void {
  verifyAnswer();
}

let iterate: (() => void) | undefined;

// k6 finds its entry points by name; the users' one has to be the default export.
// biome-ignore lint/style/noDefaultExport: k6's interface
export default function (): void {
  iterate ??= enter();
  iterate();
}

/** Somebody else meanwhile, where the trial has bystanders. */
export function bystander(): void {
  askAsBystander();
}

/** The first thing each user does: k6 gives every user its own copy of this module. */
function enter(): () => void {
  // Not the user's own number: k6 shares the numbers out among the scenarios as it likes.
  const index = exec.scenario.iterationInTest % trial.vus;
  const loadStartedAt = exec.scenario.startTime / 1000;
  const windowStartsAt = loadStartedAt + trial.warmupSeconds;
  const { minSeconds, maxSeconds } = trial.thinkTime;
  const url = trial.baseUrl + trial.path;
  const params = { timeout: `${trial.requestTimeoutSeconds}s`, tags: {} };
  randomSeed(trial.seed + index);
  startedAt.add(loadStartedAt);

  return virtualUser(
    {
      firstRequestAt: loadStartedAt + startOffsetSeconds(trial.start, index, trial.vus),
      windowStartsAt,
      windowEndsAt: windowStartsAt + trial.durationSeconds,
    },
    {
      now: () => Date.now() / 1000,
      sleep,
      thinkSeconds: () => minSeconds + Math.random() * (maxSeconds - minSeconds),
      request: (inWindow) => {
        if (trial.kind === 'job') return askForJob(params, inWindow);
        const answer = http.get(url, params);
        return { status: answer.status, durationSeconds: answer.timings.duration / 1000 };
      },
      enterWindow: () => {
        // The latency of a job is more than that of the request for its result, which needs no series of its own.
        if (trial.kind === 'request') params.tags = { phase: 'measured' };
      },
      countStraddling: (durationSeconds) => straddling.add(durationSeconds * 1000),
      countFailure: (kind) => failures.add(1, { kind }),
      countIdleAtCutoff: () => idleAtCutoff.add(1),
    },
  );
}

export function handleSummary(data: K6Summary): Record<string, string> {
  return { [trial.summaryPath]: `${JSON.stringify(summarise(trial.trialId, data))}\n` };
}
