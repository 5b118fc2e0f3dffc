import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { Client } from 'pg';

/** With characters that a URL must escape. */
const password = 'p@ss w:rd/%';
const stopLimitSeconds = 10;

export interface TestPostgres {
  /** Of its owner, password included. */
  readonly url: string;
  readonly password: string;
  readonly port: number;
  /** Starts it again where it was. */
  start(): Promise<void>;
  /** Breaks off every connection and ends the server. */
  stop(): Promise<void>;
  /** Stops it and deletes its data. */
  remove(): Promise<void>;
  /** A connection of the test's own. */
  connect(): Promise<Client>;
}

/** The folder of PostgreSQL's programs; undefined where they are not installed. */
export function findPostgres(): string | undefined {
  const packaged = globSync('/usr/lib/postgresql/*/bin').toSorted(newestFirst);
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...packaged];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

const { compare } = new Intl.Collator('en', { numeric: true });
const newestFirst = (a: string, b: string): number => compare(b, a);

/** Why a test that needs a PostgreSQL cannot run here; `undefined` where it can. */
export const noPostgres = findPostgres() === undefined ? 'PostgreSQL is not installed' : undefined;

/** Titles such a test, so that a skipped one says why. */
export const withPostgres = (title: string): string =>
  noPostgres === undefined ? title : `${title} (${noPostgres})`;

/** Makes a server with the table `items` and starts it on a free port of the loopback address. */
export async function startTestPostgres(programs = findPostgres() ?? ''): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-postgres-'));
  const data = join(folder, 'data');
  const owner = unprivileged();
  const port = await freePort();
  const url = `postgresql://headroom:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | undefined;

  const run = (program: string, args: readonly string[]) =>
    spawn(join(programs, program), args, {
      ...owner,
      cwd: folder,
      env: { LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });

  const makeCluster = async (): Promise<void> => {
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, password);
    if (owner !== undefined) {
      await chown(folder, owner.uid, owner.gid);
      await chown(passwordFile, owner.uid, owner.gid);
    }
    const logIn = ['--username=headroom', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const child = run('initdb', [`--pgdata=${data}`, '--no-sync', '--encoding=UTF8', ...logIn]);
    let complaint = '';
    child.stderr?.on('data', (text) => {
      complaint += text;
    });
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`initdb ended with ${code}: ${complaint}`);
  };

  const connect = async (): Promise<Client> => {
    const client = new Client({ connectionString: url });
    // The tests stop the server.
    client.on('error', () => {});
    await client.connect();
    return client;
  };

  const seed = async (): Promise<void> => {
    const client = await connect();
    await client.query('create table items (id integer primary key, label text not null)');
    await client.query("insert into items select id, 'item ' || id from generate_series(1, 5000) id");
    await client.query('analyze items');
    await client.end();
  };

  const start = async (): Promise<void> => {
    const options = {
      listen_addresses: '127.0.0.1',
      port,
      unix_socket_directories: '',
      fsync: 'off',
      full_page_writes: 'off',
      max_connections: 60,
      shared_buffers: '16MB',
    };
    const settings = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = run('postgres', ['-D', data, ...settings]);
    server = child;
    let log = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        log += text;
        if (log.includes('database system is ready to accept connections')) resolve();
      });
      child.once('exit', () => reject(new Error(`PostgreSQL did not start: ${log}`)));
    });
  };

  const stop = async (): Promise<void> => {
    const child = server;
    server = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    const late = setTimeout(stopLimitSeconds * 1000, 'late', { ref: false });
    if ((await Promise.race([ended, late])) !== 'late') return;
    child.kill('SIGKILL');
    await ended;
  };

  const remove = async (): Promise<void> => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await makeCluster();
    await start();
    await seed();
  } catch (error) {
    await remove();
    throw error;
  }
  return { url, password, port, start, stop, remove, connect };
}

/** The user to run as where this one is root, whom PostgreSQL refuses. */
function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (user: string, option: '-u' | '-g') =>
    Number(execFileSync('id', [option, user], { stdio: ['ignore', 'pipe', 'ignore'] }));
  for (const user of ['postgres', 'nobody']) {
    try {
      return { uid: idOf(user, '-u'), gid: idOf(user, '-g') };
    } catch {
      // There is no such user here.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no other user to run it as.');
}
