import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const isOnPath = (name: string): boolean => spawnSync('which', [name]).status === 0;
const hasRedis = ['valkey-server', 'redis-server'].some(isOnPath);
const hasPostgres = isOnPath('initdb') || existsSync('/usr/lib/postgresql');

/** Why a test that needs both stores cannot run here; undefined where it can. */
export const noStores =
  hasRedis && hasPostgres ? undefined : `${hasPostgres ? 'Valkey or Redis' : 'PostgreSQL'} is not installed`;
if (noStores !== undefined && process.env.CI) throw new Error(`CI must have the stores: ${noStores}`);

/** Titles such a test, so that a skipped one says why. */
export const withStores = (title: string): string =>
  noStores === undefined ? title : `${title} (${noStores})`;
