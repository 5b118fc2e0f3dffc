import type { RunPlan } from '@headroom/contract/manifest.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { type Service, serviceOf } from '@headroom/contract/routes.ts';
import type { SubjectSettings } from '../../config/bench-config.ts';
import type { Environment } from '../../config/environment.ts';
import { backingOfTrial, subjectVariables } from '../subject-variables.ts';
import { backingContainers } from './start-backing.ts';

/** How a subject is started as a service of docker-compose.yml, and where it is reached. */
export interface SubjectContainer {
  readonly service: string;
  /** Where the generator's container reaches it. */
  readonly baseUrl: string;
  /** Over .env. */
  readonly variables: Readonly<Record<string, string>>;
  readonly port: number;
  readonly metricsPort: number;
  readonly readyTimeoutSeconds: number;
}

export const subjectServices: Readonly<Record<Service, string>> = { nest: 'api', fastapi: 'fastapi' };

/** Services that a plan starts. The lab always has its first subject: Prometheus waits for it. */
export function servicesOf({ trials }: RunPlan): string[] {
  const subjects = trials
    .map(({ subject }) => serviceOf(subject))
    .filter((service) => service !== null)
    .map((service) => subjectServices[service]);
  const backing = trials
    .map(backingOfTrial)
    .filter((service) => service !== null)
    .map((service) => backingContainers[service]);
  return [...new Set([subjectServices.nest, ...subjects, ...backing])];
}

/**
 * How the subject of a trial is started in a container.
 * @returns a function of the trial and of where the service behind its subject is reached
 */
export function subjectContainers(
  settings: SubjectSettings,
  environment: Environment,
): (trial: Trial, backingUrl: string | null) => SubjectContainer {
  const { API_PORT, API_METRICS_PORT, FASTAPI_PORT, FASTAPI_METRICS_PORT } = environment;
  const places = {
    nest: { baseUrl: 'http://api:8000', port: API_PORT, metricsPort: API_METRICS_PORT },
    fastapi: { baseUrl: 'http://fastapi:8001', port: FASTAPI_PORT, metricsPort: FASTAPI_METRICS_PORT },
  };
  return (trial, backingUrl) => {
    const service = serviceOf(trial.subject);
    if (service === null) throw new Error(`${trial.subject} is not one of the lab's containers`);
    return {
      ...places[service],
      service: subjectServices[service],
      variables: subjectVariables(trial, settings, backingUrl),
      readyTimeoutSeconds: settings[service].readyTimeoutSeconds,
    };
  };
}
