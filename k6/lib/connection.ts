import { sleep } from 'k6';
import http from 'k6/http';
import { Counter } from 'k6/metrics';
import { preludeSeconds } from '../../contract/trial-input.ts';
import { metric } from './summary.ts';
import { trial } from './trial-input.ts';

/** Declared only where it is used: k6 reports, and sends on, every metric that exists. */
const requests = trial.connectUrl === null ? null : new Counter(metric.otherRequests);

/** Whatever the answer: what counts is that there is a connection. */
const responseCallback = http.expectedStatuses({ min: 100, max: 599 });

/**
 * Opens the connection of one user before the load, where that is wanted, by asking once for something cheap: k6 keeps
 * it. The users come one after the other in the first half of the time that there is for it.
 * @param loadStartsAt Unix time; what is not answered by then is given up
 */
export function connectBefore(loadStartsAt: number, index: number): void {
  if (trial.connectUrl === null || requests === null) return;
  sleep((0.5 * preludeSeconds(trial) * index) / trial.vus);
  const timeout = Math.max(1, loadStartsAt * 1000 - Date.now());
  http.get(trial.connectUrl, { headers: trial.headers, redirects: 0, timeout, responseCallback });
  requests.add(1);
}
