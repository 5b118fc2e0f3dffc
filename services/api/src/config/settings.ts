import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { StartFailure } from '../start-failure.ts';
import {
  cpuIterations,
  delaySeconds,
  delaySigma,
  hashCost,
  httpOrigin,
  numeric,
  oneOf,
  serverUrl,
} from './limits.ts';

const badSettingsExitCode = 2;
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const onOff = oneOf(['on', 'off']).transform((text) => text === 'on');
const port = numeric('whole number', 0, 65_535);

/** Of the user's own; `whyNotOwn` refuses it where somebody else has made it first. */
const dataFolder = (): string => join(tmpdir(), `headroom-data-${process.getuid?.() ?? 'user'}`);

const environment = z.object({
  API_HOST: z.string().min(1, 'a host name or address').default('127.0.0.1'),
  API_PORT: port.default(8000),
  API_METRICS_PORT: port.default(9464),
  API_METRICS: onOff.default(true),
  API_STALL_LIMIT_SECONDS: numeric('number', 0.1, 3600).default(5),
  API_DELAY_SECONDS: delaySeconds.default(1),
  API_DELAY_SIGMA: delaySigma.default(0),
  API_CPU_ITERATIONS: cpuIterations.default(1e8),
  API_MIXED_DELAY_SECONDS: delaySeconds.default(0.02),
  API_MIXED_ITERATIONS: cpuIterations.default(1e6),
  API_HASH_COST: hashCost.default(2 ** 14),
  API_POOL_SIZE: numeric('whole number', 1, 64).default(availableParallelism),
  API_POOL_QUEUE: numeric('whole number', 0, 100_000).default(10_000),
  API_DATA_FOLDER: z.string().min(1, 'a folder').default(dataFolder),
  API_UPSTREAM_URL: httpOrigin.default('http://127.0.0.1:8002'),
  API_UPSTREAM_DELAY_SECONDS: delaySeconds.default(0.05),
  API_UPSTREAM_BYTES: numeric('whole number', 0, 1_048_576).default(1024),
  API_UPSTREAM_TIMEOUT_SECONDS: numeric('number', 0.1, 120).default(10),
  API_HTTP_CONNECTIONS: numeric('whole number', 1, 1024).default(128),
  API_DATABASE_URL: serverUrl('postgresql:', 'postgres:').optional(),
  API_DATABASE_POOL_SIZE: numeric('whole number', 1, 1000).default(10),
  API_DATABASE_DELAY_SECONDS: delaySeconds.default(0.1),
  API_DATABASE_TIMEOUT_SECONDS: numeric('number', 0.1, 120).default(30),
  API_QUEUE_WORKERS: numeric('whole number', 0, 64).default(0),
  API_QUEUE_TIMEOUT_SECONDS: numeric('number', 0.1, 600).default(120),
  API_REDIS_URL: serverUrl('redis:', 'rediss:').default('redis://127.0.0.1:6379'),
  API_WORKERS: numeric('whole number', 1, 64).default(1),
  API_LOG_LEVEL: oneOf(logLevels).default('info'),
  API_REQUEST_LOG: onOff.default(true),
});

const settings = environment.transform((env) => ({
  host: env.API_HOST,
  /** 0 takes any free port, here and for the metrics. */
  port: env.API_PORT,
  metricsPort: env.API_METRICS_PORT,
  /** Off for measuring what the metrics cost: no recorder, no metrics thread, no watchdog. */
  metrics: env.API_METRICS,
  /** For how long the event loop may stay blocked after SIGTERM before the metrics thread ends the process. */
  stallLimitSeconds: env.API_STALL_LIMIT_SECONDS,
  /** How long `/sync` and `/async` take. */
  delaySeconds: env.API_DELAY_SECONDS,
  /** Above 0 these waits, and that of `/mixed`, are lognormal, with the delay as their mean. */
  delaySigma: env.API_DELAY_SIGMA,
  cpuIterations: env.API_CPU_ITERATIONS,
  /** The wait and the loop of `/mixed`. */
  mixed: { delaySeconds: env.API_MIXED_DELAY_SECONDS, iterations: env.API_MIXED_ITERATIONS },
  /** N of scrypt: its time and memory grow with it. */
  hashCost: env.API_HASH_COST,
  /** Worker threads that serve the `pool` routes. */
  poolSize: env.API_POOL_SIZE,
  /** Jobs that may wait for a worker thread; those beyond are refused. */
  poolQueue: env.API_POOL_QUEUE,
  /** Where the files that `/disk` reads are made. */
  dataFolder: env.API_DATA_FOLDER,
  /** The service that `/http` calls, and what it asks of it. */
  upstream: {
    url: env.API_UPSTREAM_URL,
    delaySeconds: env.API_UPSTREAM_DELAY_SECONDS,
    bytes: env.API_UPSTREAM_BYTES,
    timeoutSeconds: env.API_UPSTREAM_TIMEOUT_SECONDS,
  },
  /** Connections that `/http/async` may have to the upstream. */
  httpConnections: env.API_HTTP_CONNECTIONS,
  /** PostgreSQL, as `/db` uses it; without a URL those routes are off. */
  database: {
    url: env.API_DATABASE_URL,
    /** Connections of `/db/async` and `/db/read/async`; requests beyond wait for one. */
    poolSize: env.API_DATABASE_POOL_SIZE,
    /** How long the slow query takes. */
    delaySeconds: env.API_DATABASE_DELAY_SECONDS,
    /** From the request to the row, the wait for a connection included. */
    timeoutSeconds: env.API_DATABASE_TIMEOUT_SECONDS,
  },
  /** The job queue of the `queue` routes. */
  queue: {
    /** Processes that work off its jobs; with none these routes are off and Redis is not asked for. */
    workers: env.API_QUEUE_WORKERS,
    /** For how long a result is waited for. */
    timeoutSeconds: env.API_QUEUE_TIMEOUT_SECONDS,
    redisUrl: env.API_REDIS_URL,
  },
  /** Processes that serve requests, under node:cluster where there is more than one. */
  workers: env.API_WORKERS,
  logLevel: env.API_LOG_LEVEL,
  requestLog: env.API_REQUEST_LOG,
}));

export type Settings = Readonly<z.infer<typeof settings>>;

/** Reads the settings from an environment. Throws a `StartFailure` that names every bad variable and its value. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const { success, data, error } = settings.safeParse(env);
  if (success) return Object.freeze(data);
  const complaints = error.issues.map(({ path, message }) => {
    const variable = String(path[0]);
    return `${variable} is ${shown(variable, env[variable])}, expected ${message}`;
  });
  throw new StartFailure(`Bad settings: ${complaints.join('; ')}.`, badSettingsExitCode);
}

/** A URL may hold a password, which belongs into no log. */
const shown = (variable: string, value: string | undefined): string =>
  /^API_(DATABASE|REDIS)_URL$/.test(variable) ? 'malformed' : JSON.stringify(value);
