import { join } from 'node:path';
import type { Subject } from '@headroom/contract/routes.ts';
import type { SubjectSettings } from '../../config/bench-config.ts';
import type { Environment } from '../../config/environment.ts';
import { repositoryRoot } from '../../config/repository-root.ts';

/** How a subject is started on this machine, and where it is reached. */
export interface SubjectProgram {
  readonly command: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly port: NamedPort;
  readonly metricsPort: NamedPort;
  readonly readyTimeoutSeconds: number;
}

/** A port and the variable that sets it. */
interface NamedPort {
  readonly number: number;
  readonly variable: keyof Environment & `${string}PORT`;
}

export const apiEntry = join(repositoryRoot, 'services/api/dist/main.js');
export const fastapiFolder = join(repositoryRoot, 'services/fastapi');

/** @param python the interpreter that has FastAPI; null where the plan does not need it */
export function subjectPrograms(
  settings: SubjectSettings,
  environment: Environment,
  python: string | null,
): Readonly<Record<Subject, SubjectProgram>> {
  return { nest: nest(settings.nest, environment), fastapi: fastapi(settings.fastapi, environment, python) };
}

function nest(
  settings: SubjectSettings['nest'],
  { API_PORT, API_METRICS_PORT, UPSTREAM_PORT }: Environment,
): SubjectProgram {
  return {
    command: [process.execPath, settings.entry ?? apiEntry],
    variables: {
      NODE_ENV: 'production',
      API_HOST: '127.0.0.1',
      API_PORT: String(API_PORT),
      API_METRICS_PORT: String(API_METRICS_PORT),
      API_DELAY_SECONDS: String(settings.delaySeconds),
      API_CPU_ITERATIONS: String(settings.cpuIterations),
      API_UPSTREAM_URL: `http://127.0.0.1:${UPSTREAM_PORT}`,
      API_UPSTREAM_DELAY_SECONDS: String(settings.upstreamDelaySeconds),
      API_REQUEST_LOG: 'off',
    },
    port: { number: API_PORT, variable: 'API_PORT' },
    metricsPort: { number: API_METRICS_PORT, variable: 'API_METRICS_PORT' },
    readyTimeoutSeconds: settings.readyTimeoutSeconds,
  };
}

function fastapi(
  settings: SubjectSettings['fastapi'],
  { FASTAPI_PORT, FASTAPI_METRICS_PORT }: Environment,
  python: string | null,
): SubjectProgram {
  return {
    command: [python ?? 'python3', '-m', 'headroom_fastapi'],
    variables: {
      PYTHONPATH: fastapiFolder,
      // The checkout stays as it is.
      PYTHONDONTWRITEBYTECODE: '1',
      FASTAPI_HOST: '127.0.0.1',
      FASTAPI_PORT: String(FASTAPI_PORT),
      FASTAPI_METRICS_PORT: String(FASTAPI_METRICS_PORT),
      FASTAPI_WORKERS: String(settings.workers),
      FASTAPI_DELAY_SECONDS: String(settings.delaySeconds),
      FASTAPI_CPU_ITERATIONS: String(settings.cpuIterations),
      FASTAPI_REQUEST_LOG: 'off',
    },
    port: { number: FASTAPI_PORT, variable: 'FASTAPI_PORT' },
    metricsPort: { number: FASTAPI_METRICS_PORT, variable: 'FASTAPI_METRICS_PORT' },
    readyTimeoutSeconds: settings.readyTimeoutSeconds,
  };
}
