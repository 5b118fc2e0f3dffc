import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEndpoint, healthPath } from '@headroom/contract/routes.ts';
import type { TrialInput } from '@headroom/contract/trial-input.ts';
import { createTrialFolder } from '../collect/run-folder.ts';
import { readEnvironment } from '../config/environment.ts';
import { type Child, startChild } from '../runtime/native/child.ts';
import { apiEntry } from '../runtime/native/subject-program.ts';
import type { TrialFiles } from '../runtime/runtime.ts';

const environment = readEnvironment();
const baseUrl = `http://127.0.0.1:${environment.API_PORT}`;

/** The files of a load, in a temporary folder that goes with this process. */
export function temporaryFiles(name: string): TrialFiles {
  const path = mkdtempSync(join(tmpdir(), `headroom-${name}-`));
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  return createTrialFolder({ runId: name, path }, name);
}

/** Starts the lab's own service, with its metrics or without, and resolves once it is healthy. */
export async function startService(
  metrics: 'on' | 'off',
  prefix: readonly string[],
  { subjectLog }: TrialFiles,
): Promise<Child> {
  const variables = {
    NODE_ENV: 'production',
    API_PORT: String(environment.API_PORT),
    API_METRICS_PORT: String(environment.API_METRICS_PORT),
    API_METRICS: metrics,
    API_REQUEST_LOG: 'off',
  };
  const service = await startChild([...prefix, process.execPath, apiEntry], variables, subjectLog);
  while (
    !(await fetch(baseUrl + healthPath).then(
      ({ ok }) => ok,
      () => false,
    ))
  );
  return service;
}

/** Ten users who ask that service for the route that does nothing, without a pause. */
export function noopInput(
  { summary }: TrialFiles,
  load: Pick<TrialInput, 'trialId' | 'seed' | 'warmupSeconds' | 'durationSeconds'>,
): TrialInput {
  const expectedBody = findEndpoint('/noop/sync')?.expectedBody ?? '';
  return {
    ...load,
    baseUrl,
    method: 'GET',
    path: '/noop/sync',
    headers: {},
    body: null,
    expectedStatus: 200,
    kind: 'request',
    expectedBody,
    vus: 10,
    arrivalsPerSecond: null,
    thinkTime: { minSeconds: 0, maxSeconds: 0 },
    start: { kind: 'staggered', overSeconds: 0 },
    bystander: null,
    requestTimeoutSeconds: 30,
    lookedFor: { kind: 'exact', text: expectedBody },
    connectUrl: null,
    steeringUrl: null,
    summaryPath: summary,
  };
}
