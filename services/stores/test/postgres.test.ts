import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  watch,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { isListening, type StoreProcess, startStore, takePort } from '../fixtures/start-store.ts';
import { findPostgres } from '../src/find-postgres.ts';
import { findProgram } from '../src/find-program.ts';

const path = process.env.PATH ?? '';
const installed = (() => {
  try {
    return findPostgres(undefined, path);
  } catch {
    return undefined;
  }
})();

// Where it is not installed there is nothing to test, but CI is to have it.
const missing = installed === undefined && !process.env.CI;
const withoutSetpriv = findProgram(['setpriv'], path) === undefined;

describe.skipIf(missing)('PostgreSQL as a program, where it is installed', () => {
  const password: string = randomUUID();
  let folder: string;
  let port: number;
  const started: StoreProcess[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'headroom-postgres-'));
  });
  afterEach(async () => {
    for (const store of started.splice(0)) {
      store.process.kill('SIGTERM');
      await store.ended;
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function start(variables: Record<string, string> = {}): Promise<StoreProcess> {
    port = await freePort();
    const store = startStore('postgres', {
      STORES_POSTGRES_PORT: String(port),
      STORES_POSTGRES_PASSWORD: password,
      STORES_POSTGRES_FOLDER: folder,
      ...variables,
    });
    started.push(store);
    return store;
  }

  /** What psql says to a statement; rejects with its complaint. */
  async function ask(statement: string, { role = 'headroom', secret = password } = {}): Promise<string> {
    const where = ['-h', '127.0.0.1', '-p', String(port), '-U', role, '-d', 'headroom', '-XqtAw'];
    const env = { PATH: path, LC_ALL: 'C', PGPASSWORD: secret };
    const psql = join(installed ?? '', 'psql');
    const { stdout } = await promisify(execFile)(psql, [...where, '-c', statement], { env });
    return stdout.trim();
  }

  const clusters = (): string[] => globSync('cluster-*', { cwd: folder });
  const postmaster = (): number =>
    Number.parseInt(readFileSync(join(folder, clusters()[0] ?? '', 'postmaster.pid'), 'utf8'), 10);

  it('can be told to end while it makes its database, and makes it the next time', async () => {
    const store = await start();
    const watcher = watch(folder);
    const unfinished = new Promise<void>((resolve) => watcher.once('change', () => resolve()));
    await Promise.race([unfinished, store.ended]);
    watcher.close();
    store.process.kill('SIGTERM');
    expect(await store.ended).toEqual({ code: 0, stderr: '' });
    expect(clusters()).toEqual([]);

    const ready = await (await start()).ready;
    expect(JSON.parse(ready)).toEqual({
      msg: 'ready',
      url: `postgresql://headroom@127.0.0.1:${port}/headroom`,
    });
    expect(existsSync(join(folder, 'unfinished'))).toBe(false);
  });

  it('serves the rows to the role headroom, which may read them and nothing else', async () => {
    await (await start()).ready;
    expect(await ask('SELECT count(*), min(id), max(id) FROM items')).toBe('100000|1|100000');
    expect(await ask('SELECT label FROM items WHERE id = 4242')).toBe('item 4242');
    await expect(ask('DELETE FROM items')).rejects.toThrow('permission denied for table items');
    await expect(ask('CREATE TABLE mine (id int)')).rejects.toThrow('permission denied for schema public');
    await expect(ask('CREATE TEMP TABLE mine (id int)')).rejects.toThrow('permission denied to create');
  });

  it('lets in nobody else, and nobody without the password, which no process shows', async () => {
    await (await start()).ready;
    await expect(ask('SELECT 1', { secret: 'wrong' })).rejects.toThrow('password authentication failed');
    await expect(ask('SELECT 1', { role: 'postgres' })).rejects.toThrow('no pg_hba.conf entry');
    expect(execFileSync('ps', ['-A', '-o', 'args'], { encoding: 'utf8' })).not.toContain(password);
  });

  it('starts again on what it made before, with the password of this time', async () => {
    await (await start()).ready;
    const made = () => statSync(join(folder, clusters()[0] ?? '', 'PG_VERSION')).ctimeMs;
    const before = [clusters(), made(), await ask("SELECT oid FROM pg_class WHERE relname = 'items'")];
    started[0]?.process.kill('SIGTERM');
    await started[0]?.ended;
    const secret = randomUUID();
    await (await start({ STORES_POSTGRES_PASSWORD: secret })).ready;
    const oid = await ask("SELECT oid FROM pg_class WHERE relname = 'items'", { secret });
    expect([clusters(), made(), oid]).toEqual(before);
    await expect(ask('SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('does not take a folder that somebody else may have filled', async () => {
    const [loose, link] = [join(folder, 'loose'), join(folder, 'link')];
    mkdirSync(loose);
    chmodSync(loose, 0o777);
    symlinkSync(folder, link);
    const refused = [
      [loose, 'can be written by other users'],
      [link, 'is no folder but a link'],
    ];
    for (const [place = '', fault] of refused) {
      const store = await start({ STORES_POSTGRES_FOLDER: place });
      expect(await store.ended).toEqual({
        code: 1,
        stderr: `${place} ${fault}: set STORES_POSTGRES_FOLDER to another folder.\n`,
      });
    }
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with code 0 on %s, whatever is in hand', async (signal) => {
    const store = await start();
    await store.ready;
    const inHand = ask('SELECT pg_sleep(60)').catch(() => 'lost');
    await expect
      .poll(() => ask("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%sleep(60)'"))
      .toBe('1');
    store.process.kill(signal);
    expect(await store.ended).toEqual({ code: 0, stderr: '' });
    expect(await inHand).toBe('lost');
    expect(await isListening(port)).toBe(false);
  });

  it.skipIf(withoutSetpriv)('leaves no server when it is killed, where there is setpriv', async () => {
    const store = await start();
    await store.ready;
    store.process.kill('SIGKILL');
    await store.ended;
    await expect.poll(() => isListening(port)).toBe(false);
    await (await start()).ready;
  });

  it('ends with code 1 and the last words of a server that ends by itself', async () => {
    const store = await start();
    await store.ready;
    process.kill(postmaster(), 'SIGINT');
    const { code, stderr } = await store.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^postgres.* ended with code 0: .*database system is shut down\n$/s);
  });

  it('ends with one line and code 1 on a port that is taken', async () => {
    const { server, port: taken } = await takePort();
    onTestFinished(() => {
      server.close();
    });
    const stderr = `Port ${taken} on 127.0.0.1 is taken: end what uses it, or set STORES_POSTGRES_PORT to another port.\n`;
    expect(await (await start({ STORES_POSTGRES_PORT: String(taken) })).ended).toEqual({ code: 1, stderr });
  });
});

describe('PostgreSQL that is not to be had', () => {
  it('is told with one line and code 3, and how to get it', async () => {
    const store = startStore('postgres', {
      STORES_POSTGRES_PASSWORD: 'secret',
      STORES_POSTGRES_FOLDER: 'never-made',
      STORES_POSTGRES_PROGRAMS: '/nowhere',
    });
    const stderr =
      'There is no PostgreSQL in /nowhere (STORES_POSTGRES_PROGRAMS): install it (Debian: apt install postgresql; macOS: brew install postgresql).\n';
    expect(await store.ended).toEqual({ code: 3, stderr });
  });

  it('is told with one line and code 2 on bad settings', async () => {
    const stderr =
      'Bad settings: STORES_POSTGRES_PASSWORD is missing, expected 1 to 128 of A-Z a-z 0-9 _ -; STORES_POSTGRES_FOLDER is "", expected a folder.\n';
    expect(await startStore('postgres', {}).ended).toEqual({ code: 2, stderr });
  });
});
