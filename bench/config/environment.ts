import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { BenchError } from '@headroom/contract/errors.ts';
import { z } from 'zod';
import { expandCpus, isCpuList } from './cpu-list.ts';
import { repositoryRoot } from './repository-root.ts';
import { isTuning, tuningIn } from './tuning.ts';

const port = (name: string) =>
  z.coerce
    .number({ error: `expected a port, a whole number from 1 to 65535 (variable ${name})` })
    .int({ error: `expected a port, a whole number from 1 to 65535 (variable ${name})` })
    .min(1, { error: `expected a port, from 1 to 65535 (variable ${name})` })
    .max(65535, { error: `expected a port, from 1 to 65535 (variable ${name})` });

/** A list of CPUs as Linux writes it: "0", "2,3", "4-7". */
const cpus = (name: string) =>
  z
    .string()
    .refine(isCpuList, { error: `expected a list of CPUs such as 0, 2,3 or 4-7 (variable ${name})` })
    .transform(expandCpus);

/** Nothing, or such a list. */
const cpusOrNone = (name: string) =>
  z.preprocess((list) => (list === '' ? undefined : list), cpus(name).optional());

const schema = z.object({
  API_PORT: port('API_PORT').default(8000),
  API_METRICS_PORT: port('API_METRICS_PORT').default(9464),
  FASTAPI_PORT: port('FASTAPI_PORT').default(8001),
  FASTAPI_METRICS_PORT: port('FASTAPI_METRICS_PORT').default(9465),
  UPSTREAM_PORT: port('UPSTREAM_PORT').default(8002),
  POSTGRES_PORT: port('POSTGRES_PORT').default(15432),
  REDIS_PORT: port('REDIS_PORT').default(16379),
  PROMETHEUS_PORT: port('PROMETHEUS_PORT').default(9090),
  GRAFANA_PORT: port('GRAFANA_PORT').default(3000),
  UI_PORT: port('UI_PORT').default(8089),
  K6_DASHBOARD_PORT: port('K6_DASHBOARD_PORT').default(5665),
  HEADROOM_TOKEN: z
    .string()
    .transform((token) => token || undefined)
    .optional(),
  SUBJECT_CPUS: cpus('SUBJECT_CPUS').default([1]),
  GENERATOR_CPUS: cpus('GENERATOR_CPUS').default([0]),
  OBSERVER_CPUS: cpusOrNone('OBSERVER_CPUS'),
  OPEN_FILES: z.coerce
    .number({ error: 'expected a whole number of at least 1024' })
    .int({ error: 'expected a whole number of at least 1024' })
    .min(1024, { error: 'expected a whole number of at least 1024' })
    .default(16_384),
  COMPOSE_PROJECT_NAME: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/, {
      error: 'expected lower-case letters, digits, "-" and "_", a letter or digit first, as Compose does',
    })
    .default('headroom'),
  HEADROOM_K6: z
    .string()
    .transform((path) => path || undefined)
    .optional(),
  K6_DOWNLOAD_BASE: z
    .url({ error: 'expected a URL (variable K6_DOWNLOAD_BASE)' })
    .default('https://github.com/grafana/k6/releases/download'),
  XDG_CACHE_HOME: z.string().optional(),
  HOME: z.string().optional(),
  PATH: z.string().default(''),
});

/** The variables that the runner heeds. */
export type Environment = Readonly<z.output<typeof schema>>;

/** What it takes to find, download or build a tool. */
export type ToolVariables = Pick<
  Environment,
  'HEADROOM_K6' | 'K6_DOWNLOAD_BASE' | 'XDG_CACHE_HOME' | 'HOME' | 'PATH'
>;

/**
 * Reads `.env` and, over it, the variables of the shell. The only reader of `process.env` in the runner.
 * @throws BenchError BENCH_CONFIG_INVALID for a malformed value.
 */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const file = readEnvFile(join(repositoryRoot, '.env'));
  const result = schema.safeParse({ ...file, ...variables });
  if (result.success) return Object.freeze(result.data);
  const [issue] = result.error.issues;
  const name = String(issue?.path[0]);
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `${name} is ${JSON.stringify(variables[name] ?? file[name])}: ${issue?.message}. Set it in .env or in the shell.`,
  );
}

/** Which CPUs the user wants each to have. */
export interface AskedCpus {
  readonly subject: readonly number[];
  readonly generator: readonly number[];
  /** Of what stands behind the subject; undefined are the generator's. */
  readonly observers: readonly number[] | undefined;
}

/**
 * The CPUs that the shell, and not only `.env`, gives any of them; null where it says nothing of CPUs.
 * Those of `.env` are for containers: they fit the smallest machine, and a larger one has better.
 */
export function cpusOfShell(
  { SUBJECT_CPUS, GENERATOR_CPUS, OBSERVER_CPUS }: Environment,
  variables: NodeJS.ProcessEnv = process.env,
): AskedCpus | null {
  const { SUBJECT_CPUS: subject, GENERATOR_CPUS: generator, OBSERVER_CPUS: observers } = variables;
  if (subject === undefined && generator === undefined && !observers) return null;
  return { subject: SUBJECT_CPUS, generator: GENERATOR_CPUS, observers: OBSERVER_CPUS };
}

/** A variable of the shell that the user named; undefined where it is not set. */
export const shellVariable = (name: string): string | undefined => process.env[name];

/** Those of the shell's variables that `.env` names too: they go before it. */
export function shellOverEnvFile(): Record<string, string> {
  const given = Object.keys(readEnvFile(join(repositoryRoot, '.env'))).flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}

/** The variables of `.env`; none where there is no such file. */
function readEnvFile(path: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    if (code === 'ENOENT') return {};
    throw new BenchError(
      'BENCH_CONFIG_UNREADABLE',
      `.env cannot be read (${code}): expected a file of NAME=value lines.`,
    );
  }
}

/**
 * What k6, the lab's own services and what is behind them get: the shell's variables without those that silently change
 * them, or are secret.
 */
export function childEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  const kept = Object.entries(engineEnvironment()).filter(([name]) => !isTuning(name));
  return { ...Object.fromEntries(kept), ...extra };
}

/** What Docker and Compose get: the shell's variables without those of the lab's services, which a trial sets. */
export function engineEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  const kept = Object.entries(toolEnvironment()).filter(
    ([name]) => !/^(K6_|API_|FASTAPI_|UPSTREAM_|STORES_|NODE_OPTIONS$|.*_proxy$)/i.test(name),
  );
  return { ...Object.fromEntries(kept), ...extra };
}

/** The variables of the shell that tune programs, and their values where those may be kept. */
export const tuningOfShell = (): Readonly<Record<string, string | null>> => tuningIn(ownServiceEnvironment());

/**
 * What a service of the user's own gets: all of the shell's variables, its secrets among them, without those that
 * would change how Node runs it or say how k6 is to load it.
 */
export function ownServiceEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  const kept = Object.entries(toolEnvironment()).filter(([name]) => !/^(K6_|NODE_OPTIONS$)/.test(name));
  return { ...Object.fromEntries(kept), ...extra };
}

/** What a build tool gets: all of the shell's variables but our secret, as Go, git and their proxies are set up there. */
export function toolEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && !/^HEADROOM_TOKEN$/i.test(name),
  );
  return { ...(Object.fromEntries(kept) as Record<string, string>), ...extra };
}
