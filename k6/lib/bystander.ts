import exec from 'k6/execution';
import http from 'k6/http';
import { Counter, Trend } from 'k6/metrics';
import type { Scenario } from 'k6/options';
import { connectLeadSeconds } from '../../contract/trial-input.ts';
import { metric } from './summary.ts';
import { trial } from './trial-input.ts';

const { bystander } = trial;
const untilWindowSeconds = connectLeadSeconds(trial) + trial.warmupSeconds;
const totalSeconds = untilWindowSeconds + trial.durationSeconds;
/** Declared only where it is used: k6 reports, and sends on, every metric that exists. */
const metrics = bystander && {
  sent: new Counter(metric.bystanderSent),
  duration: new Trend(metric.bystanderDuration, true),
  failures: new Counter(metric.bystanderFailures),
  requests: new Counter(metric.otherRequests),
};

/** Whatever status the load expects. */
const responseCallback = http.expectedStatuses(200);

/** A scenario in the open model, which does not slow down with the subject as its victims do. */
export function bystanderScenario(exported: string): Record<string, Scenario> {
  if (!bystander) return {};
  return {
    bystander: {
      executor: 'constant-arrival-rate',
      exec: exported,
      rate: bystander.ratePerSecond,
      timeUnit: '1s',
      duration: `${totalSeconds * 1000}ms`,
      // Enough for the case that none of them is ever answered.
      preAllocatedVUs: Math.ceil(bystander.ratePerSecond * totalSeconds) + 1,
      gracefulStop: '0s',
    },
  };
}

/** One request of somebody who has nothing to do with the load. */
export function askAsBystander(): void {
  if (!bystander || !metrics) return;
  const windowStartsAt = exec.scenario.startTime / 1000 + untilWindowSeconds;
  const inWindow = Date.now() / 1000 >= windowStartsAt;
  if (inWindow) metrics.sent.add(1);
  const answer = http.get(bystander.url, {
    timeout: `${trial.requestTimeoutSeconds}s`,
    redirects: 0,
    responseCallback,
  });
  metrics.requests.add(1);
  if (!inWindow) return;
  if (answer.status === 200) metrics.duration.add(answer.timings.duration);
  else metrics.failures.add(1);
}
