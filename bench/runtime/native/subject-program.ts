import { join } from 'node:path';
import type { Trial } from '@headroom/contract/records.ts';
import { serviceOf } from '@headroom/contract/routes.ts';
import type { SubjectSettings } from '../../config/bench-config.ts';
import type { Environment } from '../../config/environment.ts';
import { repositoryRoot } from '../../config/repository-root.ts';
import { subjectVariables } from '../subject-variables.ts';

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

/**
 * How the subject of a trial is started on this machine.
 * @param python the interpreter that has FastAPI; null where the plan does not need it
 * @returns a function of the trial and of where the service behind its subject is reached
 */
export function subjectPrograms(
  settings: SubjectSettings,
  environment: Environment,
  python: string | null,
): (trial: Trial, backingUrl: string | null) => SubjectProgram {
  const programs = { nest: nest(settings.nest, environment), fastapi: fastapi(environment, python) };
  return (trial, backingUrl) => {
    const service = serviceOf(trial.subject);
    const { variables, ...program } = programs[service];
    return {
      ...program,
      variables: { ...variables, ...subjectVariables(trial, settings, backingUrl) },
      readyTimeoutSeconds: settings[service].readyTimeoutSeconds,
    };
  };
}

type ServiceProgram = Omit<SubjectProgram, 'readyTimeoutSeconds'>;

function nest(
  { entry }: SubjectSettings['nest'],
  { API_PORT, API_METRICS_PORT }: Environment,
): ServiceProgram {
  return {
    command: [process.execPath, entry ?? apiEntry],
    variables: {
      NODE_ENV: 'production',
      API_HOST: '127.0.0.1',
      API_PORT: String(API_PORT),
      API_METRICS_PORT: String(API_METRICS_PORT),
      API_REQUEST_LOG: 'off',
    },
    port: { number: API_PORT, variable: 'API_PORT' },
    metricsPort: { number: API_METRICS_PORT, variable: 'API_METRICS_PORT' },
  };
}

function fastapi({ FASTAPI_PORT, FASTAPI_METRICS_PORT }: Environment, python: string | null): ServiceProgram {
  return {
    command: [python ?? 'python3', '-m', 'headroom_fastapi'],
    variables: {
      PYTHONPATH: fastapiFolder,
      // The checkout stays as it is.
      PYTHONDONTWRITEBYTECODE: '1',
      FASTAPI_HOST: '127.0.0.1',
      FASTAPI_PORT: String(FASTAPI_PORT),
      FASTAPI_METRICS_PORT: String(FASTAPI_METRICS_PORT),
      FASTAPI_REQUEST_LOG: 'off',
    },
    port: { number: FASTAPI_PORT, variable: 'FASTAPI_PORT' },
    metricsPort: { number: FASTAPI_METRICS_PORT, variable: 'FASTAPI_METRICS_PORT' },
  };
}
