import type { RunPlan } from '@headroom/contract/manifest.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { healthPath, primerPath, type Service, serviceOf } from '@headroom/contract/routes.ts';
import type { SubjectSettings } from '../../config/bench-config.ts';
import type { Environment } from '../../config/environment.ts';
import { backingOfTrial, subjectVariables } from '../subject-variables.ts';
import { ownService } from './own-services.ts';
import type { ScrapeTarget } from './scrape-target.ts';
import { backingContainers } from './start-backing.ts';

/** How a subject is started as a service of docker-compose.yml, and where it is reached. */
export interface SubjectContainer {
  readonly service: string;
  /** Where the generator's container reaches it. */
  readonly baseUrl: string;
  /** Over .env. */
  readonly variables: Readonly<Record<string, string>>;
  /** The file that describes it beside docker-compose.yml; null is that one alone. */
  readonly file: string | null;
  readonly port: number;
  /** Its page of metrics; null where it has none. */
  readonly metrics: { readonly port: number; readonly path: string } | null;
  /** The same page for the lab's Prometheus. */
  readonly target: ScrapeTarget | null;
  readonly readyPath: string;
  /** Asked a few times before the load; null asks nothing. */
  readonly primerPath: string | null;
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
 * @param ownFile describes those of the user's own; null where there are none
 * @returns a function of the trial and of where the service behind its subject is reached
 */
export function subjectContainers(
  settings: SubjectSettings,
  environment: Environment,
  ownFile: string | null,
): (trial: Trial, backingUrl: string | null) => SubjectContainer {
  const { API_PORT, API_METRICS_PORT, FASTAPI_PORT, FASTAPI_METRICS_PORT } = environment;
  const places = {
    nest: {
      ...{ baseUrl: 'http://api:8000', port: API_PORT, metrics: pageOn(API_METRICS_PORT) },
      target: { name: 'nest', container: 'api', ...pageOn(9464) },
    },
    fastapi: {
      ...{ baseUrl: 'http://fastapi:8001', port: FASTAPI_PORT, metrics: pageOn(FASTAPI_METRICS_PORT) },
      target: { name: 'fastapi', container: 'fastapi', ...pageOn(9465) },
    },
  };
  return (trial, backingUrl) => {
    const service = serviceOf(trial.subject);
    if (service === null) return ownContainer(trial.subject, settings.own, ownFile);
    return {
      ...places[service],
      file: null,
      readyPath: healthPath,
      primerPath,
      service: subjectServices[service],
      variables: subjectVariables(trial, settings, backingUrl),
      readyTimeoutSeconds: settings[service].readyTimeoutSeconds,
    };
  };
}

const pageOn = (port: number) => ({ port, path: '/metrics' });

/** An image of the user's own, as its settings say. */
function ownContainer(name: string, own: SubjectSettings['own'], file: string | null): SubjectContainer {
  const subject = own[name];
  if (subject === undefined || file === null) throw new Error(`the settings have no image for ${name}`);
  const { port, metrics, readyPath, bystanderPath, readyTimeoutSeconds } = subject;
  const service = ownService(name);
  return {
    service,
    baseUrl: `http://${service}:${port}`,
    // They are in its file.
    variables: {},
    file,
    port,
    metrics,
    target: metrics && { name, container: service, ...metrics },
    readyPath,
    // The only thing of which it is known to take no work.
    primerPath: bystanderPath,
    readyTimeoutSeconds,
  };
}
