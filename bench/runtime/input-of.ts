import type { Trial } from '@headroom/contract/records.ts';
import type { Request } from '@headroom/contract/request.ts';
import { findEndpoint } from '@headroom/contract/routes.ts';
import type { TrialInput } from '@headroom/contract/trial-input.ts';
import type { RunningSubject, TrialFiles } from './runtime.ts';

/** What the generator of a trial is told. */
export function inputOf(
  trial: Trial,
  { baseUrl, credentials }: Pick<RunningSubject, 'baseUrl' | 'credentials'>,
  files: TrialFiles,
): TrialInput {
  const { trialId, vus, arrivalsPerSecond, warmupSeconds, durationSeconds } = trial;
  const { thinkTime, start, requestTimeoutSeconds, seed } = trial;
  const { contentType, ...request } = trial.request ?? requestOfRoute(trial.endpoint);
  const { expectedBody } = request;
  const canaryUrl = credentials?.bystanderUrl ?? new URL(trial.bystanderPath, baseUrl).href;
  return {
    ...{ trialId, vus, arrivalsPerSecond, warmupSeconds, durationSeconds },
    ...{ thinkTime, start, requestTimeoutSeconds, seed },
    ...request,
    headers: {
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...credentials?.headers,
    },
    ...(credentials?.body === undefined ? {} : { body: credentials.body }),
    ...(credentials?.path === undefined ? {} : { path: credentials.path }),
    baseUrl,
    // How results are waited for is known of the lab's own queues only.
    kind: trial.strategy === 'queue' && trial.request === null ? 'job' : 'request',
    bystander:
      trial.bystandersPerSecond === 0
        ? null
        : {
            url: canaryUrl,
            ratePerSecond: trial.bystandersPerSecond,
          },
    lookedFor:
      credentials?.lookedFor ?? (expectedBody === null ? null : { kind: 'exact', text: expectedBody }),
    connectUrl: trial.connections === 'before' ? canaryUrl : null,
    steeringUrl: null,
    summaryPath: files.summary,
  };
}

function requestOfRoute(path: string): Request {
  const endpoint = findEndpoint(path);
  if (!endpoint) throw new Error(`the plan holds the unknown endpoint ${path}`);
  const { expectedBody } = endpoint;
  return { method: 'GET', path: endpoint.path, body: null, expectedStatus: 200, expectedBody };
}
