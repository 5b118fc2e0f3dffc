import http, { type RefinedParams, type ResponseType } from 'k6/http';
import { Counter, Trend } from 'k6/metrics';
import { metric } from './summary.ts';
import { trial } from './trial-input.ts';

/** Declared only where they are used: k6 reports, and sends on, every metric that exists. */
const metrics = trial.kind === 'job' && {
  accepted: new Trend(metric.accepted, true),
  finished: new Trend(metric.finished, true),
  requests: new Counter(metric.otherRequests),
};

/** How a job went. */
interface JobAnswer {
  /** 200 where there is a result. */
  readonly status: number;
  /** From the submission to the result, in seconds. */
  readonly durationSeconds: number;
  readonly body: unknown;
  readonly error: string;
}

/**
 * Submits a job and waits for its result. What counts is the time from the one to the other; the time until it
 * was accepted is kept beside it. The request that submits is no measured answer.
 * @param params of the request for the result
 * @param measured whether the job counts
 */
export function askForJob(params: RefinedParams<ResponseType>, measured: boolean): JobAnswer {
  const url = trial.baseUrl + trial.path;
  const submitted = http.post(url, null, { timeout: `${trial.requestTimeoutSeconds}s` });
  if (metrics) metrics.requests.add(1);
  const location = submitted.headers.Location;
  if (submitted.status !== 202 || location === undefined) return notAccepted(submitted);
  const finished = http.get(trial.baseUrl + location, params);
  const totalMilliseconds = submitted.timings.duration + finished.timings.duration;
  if (metrics && measured) metrics.accepted.add(submitted.timings.duration);
  if (metrics && measured && finished.status === 200)
    metrics.finished.add(totalMilliseconds, { phase: 'measured' });
  const { status, body, error } = finished;
  return { status, body, error, durationSeconds: totalMilliseconds / 1000 };
}

function notAccepted({
  status,
  timings,
  error,
}: {
  status: number;
  timings: { duration: number };
  error: string;
}) {
  return {
    // An answer at once is not what a queue gives.
    status: status === 200 ? 202 : status,
    body: null,
    error: error || 'the job was not accepted with status 202 and a Location',
    durationSeconds: timings.duration / 1000,
  };
}
