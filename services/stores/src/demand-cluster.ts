import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Program } from './program.ts';
import type { ServiceUser } from './service-user.ts';
import { StoreFailure } from './store-failure.ts';

const owned = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const writableByOthers = 0o022;
const settingsFiles = ['postgresql.conf', 'pg_hba.conf'];

/** What it takes to make a database cluster, in PostgreSQL's sense: the files of one server. */
export interface ClusterMaker {
  /** The folder of PostgreSQL's programs. */
  readonly programs: string;
  readonly user: ServiceUser | undefined;
  readonly signal: AbortSignal;
}

/**
 * The seeded cluster in `folder`, which is made where it is not there yet; one at a time may do so.
 * @returns its own folder, named after what it was made of: another release or another seed makes another one
 */
export async function demandCluster(folder: string, maker: ClusterMaker): Promise<string> {
  const release = execFileSync(join(maker.programs, 'postgres'), ['--version'], { encoding: 'utf8' });
  const major = /\) (\d+)/.exec(release)?.[1] ?? release;
  const seed = owned('seed.sql');
  const recipe = createHash('sha256').update([major, seed, ...settingsFiles.map(owned)].join('\0'));
  const cluster = join(folder, `cluster-${recipe.digest('hex').slice(0, 12)}`);
  demandFolder(folder, maker.user);
  if (existsSync(cluster)) return cluster;

  // A cluster has its name only once it is complete, whatever happens meanwhile.
  const unfinished = join(folder, 'unfinished');
  rmSync(unfinished, { recursive: true, force: true });
  const flags = ['--username=postgres', '--auth=reject', '--encoding=UTF8', '--locale=C', '--no-sync'];
  await new Program([join(maker.programs, 'initdb'), ...flags, '--pgdata', unfinished], {
    ...maker,
    stopSignal: 'SIGKILL',
  }).success();
  await execute('CREATE DATABASE headroom;\n\n', unfinished, 'postgres', maker);
  await execute(seed, unfinished, 'headroom', maker);
  for (const name of settingsFiles) writeFileSync(join(unfinished, name), owned(name));
  renameSync(unfinished, cluster);
  return cluster;
}

/** Lets the subjects' role in with this password, and with no other one. */
export async function setPassword(password: string, cluster: string, maker: ClusterMaker): Promise<void> {
  await execute(`ALTER ROLE headroom PASSWORD '${password}';\n\n`, cluster, 'headroom', maker);
}

/** Runs statements that end at blank lines, by a PostgreSQL that serves nobody else. */
async function execute(
  statements: string,
  cluster: string,
  database: string,
  { programs, ...options }: ClusterMaker,
): Promise<void> {
  // An error ends it, and the statement in error, which may hold a password, is not told.
  const settings = ['-c', 'exit_on_error=on', '-c', 'log_min_error_statement=panic', '-c', 'fsync=off'];
  const command = [join(programs, 'postgres'), '--single', '-j', ...settings, '-D', cluster, database];
  await new Program(command, { ...options, stopSignal: 'SIGKILL', input: statements }).success();
}

/**
 * Makes the folder, and gives it to the user. Throws a `StoreFailure` where it may be somebody else's, who could have put
 * another database there.
 */
function demandFolder(folder: string, user: ServiceUser | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fault = whyNotOwn(folder, [process.getuid?.(), user?.uid]);
  if (fault !== null)
    throw new StoreFailure(`${folder} ${fault}: set STORES_POSTGRES_FOLDER to another folder.`);
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
}

function whyNotOwn(folder: string, owners: readonly (number | undefined)[]): string | null {
  const found = lstatSync(folder);
  if (!found.isDirectory()) return 'is no folder but a link';
  if (process.getuid !== undefined && !owners.includes(found.uid)) return 'belongs to somebody else';
  return (found.mode & writableByOthers) === 0 ? null : 'can be written by other users';
}
