import type { RunPlan } from '@headroom/contract/manifest.ts';
import type { Subject } from '@headroom/contract/routes.ts';
import type { SubjectSettings } from '../../config/bench-config.ts';
import type { Environment } from '../../config/environment.ts';

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

export const subjectServices: Readonly<Record<Subject, string>> = { nest: 'api', fastapi: 'fastapi' };

/** What the http workload calls. */
export const upstreamService = 'upstream';

/** Services that a plan starts. The lab always has its first subject: Prometheus waits for it. */
export function servicesOf({ trials }: RunPlan): string[] {
  const upstream = trials.some(({ workload }) => workload === 'http') ? [upstreamService] : [];
  const subjects = trials.map(({ subject }) => subjectServices[subject]);
  return [...new Set([subjectServices.nest, ...subjects, ...upstream])];
}

export function subjectContainers(
  { nest, fastapi }: SubjectSettings,
  environment: Environment,
): Readonly<Record<Subject, SubjectContainer>> {
  return {
    nest: {
      service: subjectServices.nest,
      baseUrl: 'http://api:8000',
      variables: {
        API_DELAY_SECONDS: String(nest.delaySeconds),
        API_CPU_ITERATIONS: String(nest.cpuIterations),
        API_UPSTREAM_DELAY_SECONDS: String(nest.upstreamDelaySeconds),
      },
      port: environment.API_PORT,
      metricsPort: environment.API_METRICS_PORT,
      readyTimeoutSeconds: nest.readyTimeoutSeconds,
    },
    fastapi: {
      service: subjectServices.fastapi,
      baseUrl: 'http://fastapi:8001',
      variables: {
        FASTAPI_WORKERS: String(fastapi.workers),
        FASTAPI_DELAY_SECONDS: String(fastapi.delaySeconds),
        FASTAPI_CPU_ITERATIONS: String(fastapi.cpuIterations),
      },
      port: environment.FASTAPI_PORT,
      metricsPort: environment.FASTAPI_METRICS_PORT,
      readyTimeoutSeconds: fastapi.readyTimeoutSeconds,
    },
  };
}
