import { resolve } from 'node:path';
import { exitCodes, StoreFailure } from './store-failure.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export interface RedisSettings {
  readonly port: number;
  readonly password: string;
}

export interface PostgresSettings extends RedisSettings {
  /** Where the database is kept from one start to the next. */
  readonly folder: string;
  /** The folder of initdb, postgres and psql; where there is none, they are looked for. */
  readonly programs: string | undefined;
}

/** Reads the settings of the PostgreSQL. Throws a `StoreFailure` that names every bad variable. */
export function readPostgresSettings(env: Variables): PostgresSettings {
  const complaints: string[] = [];
  const port = readPort(env, 'STORES_POSTGRES_PORT', 15_432, complaints);
  const password = readPassword(env, 'STORES_POSTGRES_PASSWORD', complaints);
  const { STORES_POSTGRES_FOLDER: folder = '', STORES_POSTGRES_PROGRAMS: programs } = env;
  if (folder === '') complaints.push('STORES_POSTGRES_FOLDER is "", expected a folder');
  refuse(complaints);
  return { port, password, folder: resolve(folder), programs: programs || undefined };
}

/** Reads the settings of the Redis. Throws a `StoreFailure` that names every bad variable. */
export function readRedisSettings(env: Variables): RedisSettings {
  const complaints: string[] = [];
  const port = readPort(env, 'STORES_REDIS_PORT', 16_379, complaints);
  const password = readPassword(env, 'STORES_REDIS_PASSWORD', complaints);
  refuse(complaints);
  return { port, password };
}

function readPort(env: Variables, name: string, standard: number, complaints: string[]): number {
  const text = env[name];
  if (text === undefined) return standard;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  complaints.push(`${name} is ${JSON.stringify(text)}, expected a whole number from 1 to 65535`);
  return standard;
}

/** Of letters that mean nothing in a URL, in SQL and in Redis's configuration; what it was is not told. */
function readPassword(env: Variables, name: string, complaints: string[]): string {
  const password = env[name] ?? '';
  if (/^[\w-]{1,128}$/.test(password)) return password;
  complaints.push(
    `${name} is ${password === '' ? 'missing' : 'malformed'}, expected 1 to 128 of A-Z a-z 0-9 _ -`,
  );
  return '';
}

function refuse(complaints: readonly string[]): void {
  if (complaints.length === 0) return;
  throw new StoreFailure(`Bad settings: ${complaints.join('; ')}.`, exitCodes.badSettings);
}
