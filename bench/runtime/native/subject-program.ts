import { join } from 'node:path';
import type { Trial } from '@headroom/contract/records.ts';
import { healthPath, primerPath, serviceOf } from '@headroom/contract/routes.ts';
import type { SubjectSettings } from '../../config/bench-config.ts';
import { childEnvironment, type Environment, ownServiceEnvironment } from '../../config/environment.ts';
import { repositoryRoot } from '../../config/repository-root.ts';
import { subjectVariables } from '../subject-variables.ts';
import type { NamedPort } from './await-free-port.ts';

/** How a subject is started on this machine, and where it is reached. */
export interface SubjectProgram {
  readonly command: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** What it inherits beside them. */
  readonly environmentOf: (given: Record<string, string>) => Record<string, string>;
  /** Where it is started; null is here. */
  readonly folder: string | null;
  readonly port: NamedPort;
  /** Its page of metrics; null where it has none. */
  readonly metrics: { readonly port: NamedPort; readonly path: string } | null;
  readonly readyPath: string;
  /** Asked a few times before the load; null asks nothing. */
  readonly primerPath: string | null;
  readonly readyTimeoutSeconds: number;
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
    if (service === null) return ownProgram(trial.subject, settings.own);
    const { variables, ...program } = programs[service];
    return {
      ...program,
      variables: { ...variables, ...subjectVariables(trial, settings, backingUrl) },
      readyTimeoutSeconds: settings[service].readyTimeoutSeconds,
    };
  };
}

/** A service of the user's own, as its settings say. */
function ownProgram(name: string, own: SubjectSettings['own']): SubjectProgram {
  const subject = own[name];
  if (subject === undefined || subject.start.kind !== 'command') {
    throw new Error(`the settings have no command for the subject ${name}`);
  }
  const { start, port, metrics, environment, readyPath, bystanderPath, readyTimeoutSeconds } = subject;
  return {
    command: start.command,
    folder: start.folder,
    variables: environment,
    environmentOf: ownServiceEnvironment,
    port: { number: port, variable: `subjects.${name}.port` },
    metrics: metrics && {
      port: { number: metrics.port, variable: `subjects.${name}.metrics.port` },
      path: metrics.path,
    },
    readyPath,
    // The only thing of which it is known to take no work.
    primerPath: bystanderPath,
    readyTimeoutSeconds,
  };
}

type ServiceProgram = Omit<SubjectProgram, 'readyTimeoutSeconds'>;

/** What the lab's own services have in common. */
const ofService = {
  folder: null,
  environmentOf: childEnvironment,
  readyPath: healthPath,
  primerPath,
} as const;

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
    metrics: { port: { number: API_METRICS_PORT, variable: 'API_METRICS_PORT' }, path: '/metrics' },
    ...ofService,
  };
}

function fastapi({ FASTAPI_PORT, FASTAPI_METRICS_PORT }: Environment, python: string | null): ServiceProgram {
  return {
    command: [python ?? 'python3', '-m', 'headroom_fastapi'],
    variables: {
      // The checkout stays as it is.
      PYTHONDONTWRITEBYTECODE: '1',
      FASTAPI_HOST: '127.0.0.1',
      FASTAPI_PORT: String(FASTAPI_PORT),
      FASTAPI_METRICS_PORT: String(FASTAPI_METRICS_PORT),
      FASTAPI_REQUEST_LOG: 'off',
    },
    port: { number: FASTAPI_PORT, variable: 'FASTAPI_PORT' },
    metrics: { port: { number: FASTAPI_METRICS_PORT, variable: 'FASTAPI_METRICS_PORT' }, path: '/metrics' },
    ...ofService,
    // Where Python looks for the module. Not by PYTHONPATH, in which a colon ends a folder.
    folder: fastapiFolder,
  };
}
