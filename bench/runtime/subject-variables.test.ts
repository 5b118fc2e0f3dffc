import { describe, expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { loadConfig } from '../config/load-config.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { subjectVariables } from './subject-variables.ts';

function variablesOf(options: Record<string, unknown>, backingUrl: string | null = null) {
  const config = loadConfig([flagSource({ vus: '1', ...options })]);
  const [trial] = planTrials(config).trials;
  if (!trial) throw new Error('the plan is empty');
  return subjectVariables(trial, config.subjects, backingUrl);
}

describe('subjectVariables', () => {
  it('tells each service by its own names what it is to do', () => {
    expect(variablesOf({ endpoint: '/sync', nest: { delay: '50ms' } })).toMatchObject({
      API_DELAY_SECONDS: '0.05',
      API_WORKERS: '1',
    });
    expect(variablesOf({ endpoint: '/sync', subject: 'fastapi' })).toMatchObject({
      FASTAPI_DELAY_SECONDS: '1',
    });
  });

  it('names the service behind it only where the trial needs one', () => {
    const database = variablesOf({ endpoint: '/db/async' }, 'postgresql://there');
    expect(database).toMatchObject({ API_DATABASE_URL: 'postgresql://there', API_DATABASE_POOL_SIZE: '10' });
    expect(database).not.toHaveProperty('API_QUEUE_WORKERS');
    expect(variablesOf({ endpoint: '/cpu/queue', nest: { queueWorkers: 2 } }, 'redis://there')).toMatchObject(
      {
        API_REDIS_URL: 'redis://there',
        API_QUEUE_WORKERS: '2',
      },
    );
    expect(variablesOf({ endpoint: '/sync' })).not.toHaveProperty('API_QUEUE_WORKERS');
  });

  it('gives a subject of several processes two, or as many as the settings say', () => {
    const several = { endpoint: '/sync', subject: 'nest-cluster' };
    expect(variablesOf(several).API_WORKERS).toBe('2');
    expect(variablesOf({ ...several, nest: { workers: 4 } }).API_WORKERS).toBe('4');
    expect(variablesOf({ endpoint: '/sync', nest: { poolSize: 3 } }).API_POOL_SIZE).toBe('3');
  });
});
