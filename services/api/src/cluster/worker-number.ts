import cluster from 'node:cluster';

const variable = 'API_WORKER_NUMBER';

/**
 * The environment of the worker of that number, from 1. One that takes the place of another has its number, but not
 * its `cluster.worker.id`.
 */
export const numbered = (number: number): Readonly<Record<string, string>> => ({
  [variable]: String(number),
});

/** Whether this process is to start what the service must have once only: with one process it is. */
export const isFirstWorker = (): boolean => !cluster.isWorker || process.env[variable] === '1';
