import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

describe('readSettings', () => {
  it('has defaults for everything', () => {
    expect(readSettings({})).toEqual({
      host: '127.0.0.1',
      port: 8000,
      metricsPort: 9464,
      metrics: true,
      stallLimitSeconds: 5,
      delaySeconds: 1,
      delaySigma: 0,
      cpuIterations: 100_000_000,
      mixed: { delaySeconds: 0.02, iterations: 1_000_000 },
      hashCost: 16_384,
      poolSize: availableParallelism(),
      poolQueue: 10_000,
      dataFolder: join(tmpdir(), `headroom-data-${process.getuid?.()}`),
      upstream: { url: 'http://127.0.0.1:8002', delaySeconds: 0.05, bytes: 1024, timeoutSeconds: 10 },
      httpConnections: 128,
      database: { url: undefined, poolSize: 10, delaySeconds: 0.1, timeoutSeconds: 30 },
      queue: { workers: 0, timeoutSeconds: 120, redisUrl: 'redis://127.0.0.1:6379' },
      workers: 1,
      logLevel: 'info',
      requestLog: true,
    });
  });

  it('reads what is set', () => {
    const env = { API_PORT: '8123', API_METRICS: 'off', API_DELAY_SECONDS: '0.05', API_LOG_LEVEL: 'warn' };
    expect(readSettings(env)).toMatchObject({
      port: 8123,
      metrics: false,
      delaySeconds: 0.05,
      logLevel: 'warn',
    });
  });

  it.each([
    [{ API_PORT: 'eighty' }, 'API_PORT is "eighty", expected a whole number from 0 to 65535'],
    [{ API_PORT: '' }, 'API_PORT is "", expected a whole number from 0 to 65535'],
    [{ API_PORT: '80.5' }, 'API_PORT is "80.5", expected a whole number from 0 to 65535'],
    [{ API_DELAY_SECONDS: '61' }, 'API_DELAY_SECONDS is "61", expected a number from 0 to 60'],
    [{ API_CPU_ITERATIONS: '0' }, 'API_CPU_ITERATIONS is "0", expected a whole number from 1 to 10000000000'],
    [{ API_HASH_COST: '1000' }, 'API_HASH_COST is "1000", expected a power of two from 2 to 131072'],
    [{ API_HASH_COST: '262144' }, 'API_HASH_COST is "262144", expected a power of two from 2 to 131072'],
    [{ API_HASH_COST: '1' }, 'API_HASH_COST is "1", expected a power of two from 2 to 131072'],
    [{ API_POOL_SIZE: '65' }, 'API_POOL_SIZE is "65", expected a whole number from 1 to 64'],
    [{ API_POOL_QUEUE: '100001' }, 'API_POOL_QUEUE is "100001", expected a whole number from 0 to 100000'],
    [
      { API_DATABASE_URL: 'mysql://root:secret@db' },
      'API_DATABASE_URL is malformed, expected a URL that starts with postgresql:// or postgres://',
    ],
    [{ API_DATA_FOLDER: '' }, 'API_DATA_FOLDER is "", expected a folder'],
    [
      { API_UPSTREAM_URL: 'localhost:8002' },
      'API_UPSTREAM_URL is "localhost:8002", expected an http URL without a path',
    ],
    [
      { API_UPSTREAM_URL: 'http://a/b' },
      'API_UPSTREAM_URL is "http://a/b", expected an http URL without a path',
    ],
    [
      { API_UPSTREAM_URL: 'https://a' },
      'API_UPSTREAM_URL is "https://a", expected an http URL without a path',
    ],
    [{ API_UPSTREAM_URL: '' }, 'API_UPSTREAM_URL is "", expected an http URL without a path'],
    [
      { API_UPSTREAM_DELAY_SECONDS: '61' },
      'API_UPSTREAM_DELAY_SECONDS is "61", expected a number from 0 to 60',
    ],
    [
      { API_UPSTREAM_BYTES: '1048577' },
      'API_UPSTREAM_BYTES is "1048577", expected a whole number from 0 to 1048576',
    ],
    [
      { API_UPSTREAM_TIMEOUT_SECONDS: '0' },
      'API_UPSTREAM_TIMEOUT_SECONDS is "0", expected a number from 0.1 to 120',
    ],
    [{ API_HTTP_CONNECTIONS: '0' }, 'API_HTTP_CONNECTIONS is "0", expected a whole number from 1 to 1024'],
    [{ API_METRICS: 'yes' }, 'API_METRICS is "yes", expected one of on, off'],
    [{ API_HOST: '' }, 'API_HOST is "", expected a host name or address'],
  ])('names variable, value and what was expected: %j', (env, message) => {
    expect(() => readSettings(env)).toThrow(`Bad settings: ${message}.`);
  });

  it('names all bad values in one line', () => {
    const read = () => readSettings({ API_PORT: '-1', API_REQUEST_LOG: '1' });
    expect(read).toThrow(/API_PORT is "-1".*; API_REQUEST_LOG is "1", expected one of on, off\.$/);
  });
});
