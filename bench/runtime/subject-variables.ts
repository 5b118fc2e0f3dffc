import type { Trial } from '@headroom/contract/records.ts';
import {
  type BackingService,
  backingOf,
  hasSeveralProcesses,
  isLabSubject,
  type Service,
  serviceOf,
} from '@headroom/contract/routes.ts';
import type { CommonSettings, SubjectSettings } from '../config/bench-config.ts';

const prefixes: Readonly<Record<Service, string>> = { nest: 'API_', fastapi: 'FASTAPI_' };
const urlVariables: Readonly<Record<BackingService, string>> = {
  upstream: 'UPSTREAM_URL',
  postgres: 'DATABASE_URL',
  redis: 'REDIS_URL',
};
/** What a subject of several processes has where its settings ask for one. */
const fewestProcesses = 2;

/** The service that a trial needs behind its subject; null where it needs none. */
export const backingOfTrial = ({ subject, endpoint, workload, strategy }: Trial): BackingService | null =>
  isLabSubject(subject) ? backingOf({ path: endpoint, workload, strategy }) : null;

/**
 * What the subject of a trial is told by its environment, the same wherever it runs.
 * @param backingUrl where it reaches the service behind it; null without one
 */
export function subjectVariables(
  trial: Trial,
  settings: SubjectSettings,
  backingUrl: string | null,
): Record<string, string> {
  const service = serviceOf(trial.subject);
  if (service === null) return { ...settings.own[trial.subject]?.environment };
  const poolSize = service === 'nest' ? settings.nest.poolSize : null;
  const backing = backingOfTrial(trial);
  const variables = {
    ...ofEveryTrial(settings[service]),
    WORKERS: String(processesOf(trial, settings[service])),
    ...(poolSize === null ? {} : { POOL_SIZE: String(poolSize) }),
    ...(backing === null || backingUrl === null ? {} : { [urlVariables[backing]]: backingUrl }),
    // Without jobs there is nothing for these processes to do but to take memory.
    ...(backing === 'redis' ? { QUEUE_WORKERS: String(settings[service].queueWorkers) } : {}),
  };
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [`${prefixes[service]}${name}`, value]),
  );
}

function ofEveryTrial(settings: CommonSettings): Record<string, string> {
  return {
    DELAY_SECONDS: String(settings.delaySeconds),
    CPU_ITERATIONS: String(settings.cpuIterations),
    UPSTREAM_DELAY_SECONDS: String(settings.upstreamDelaySeconds),
    DATABASE_DELAY_SECONDS: String(settings.databaseDelaySeconds),
    DATABASE_POOL_SIZE: String(settings.databasePoolSize),
  };
}

function processesOf({ subject }: Trial, { workers }: CommonSettings): number {
  return hasSeveralProcesses(subject) ? Math.max(fewestProcesses, workers) : workers;
}
