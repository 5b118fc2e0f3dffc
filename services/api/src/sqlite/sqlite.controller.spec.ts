import { mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectProblem } from '../testing/expect-problem.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';

const paths = ['/sqlite/sync', '/sqlite/pool'];
const gone = 'The data file items.sqlite is gone: start the service again to have it made.';
const unreadable = 'The data file items.sqlite cannot be read: start the service again to have it made.';

describe('SqliteController', () => {
  let folder: string;
  let file: string;
  let app: NestFastifyApplication;

  const startAgain = async (): Promise<void> => {
    await app.close();
    app = await testApp({ API_DATA_FOLDER: folder });
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headroom-sqlite-'));
    file = join(folder, 'items.sqlite');
    app = await testApp({ API_DATA_FOLDER: folder });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await app.close();
    await rm(folder, { recursive: true });
  });

  it.each(paths)('answers %s as the contract has it', async (path) => {
    for (let round = 0; round < 3; round += 1) {
      const { statusCode, body } = await app.inject(path);
      expect(statusCode).toBe(200);
      expect(body).toBe(expectedBody(path));
    }
  });

  it('scans on the event loop in /sqlite/sync only', async () => {
    const loopBusySeconds = async (path: string): Promise<number> => {
      await app.inject(path);
      const before = performance.eventLoopUtilization();
      for (let round = 0; round < 50; round += 1) await app.inject(path);
      return performance.eventLoopUtilization(before).active;
    };
    expect(await loopBusySeconds('/sqlite/pool')).toBeLessThan((await loopBusySeconds('/sqlite/sync')) / 2);
  });

  it('holds 100,000 rows without an index on the label', () => {
    const database = new DatabaseSync(file, { readOnly: true });
    expect(database.prepare('select count(*) as n, min(id) as lo, max(id) as hi from items').get()).toEqual({
      n: 100_000,
      lo: 1,
      hi: 100_000,
    });
    const plan = database.prepare('explain query plan select id from items where label = ?').all('item 4242');
    expect(plan).toMatchObject([{ detail: 'SCAN items' }]);
    database.close();
  });

  it.each(paths)('answers 500 on %s to a file that is gone, open or not, and logs why', async (path) => {
    const logged = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    await rm(file);
    expectProblem(await app.inject(path), 500, gone);
    expect(logged).toHaveBeenCalledOnce();
    await startAgain();
    expect((await app.inject(path)).body).toBe(expectedBody(path));
    await rm(file);
    expectProblem(await app.inject(path), 500, gone);
    expect((await app.inject('/noop/sync')).statusCode).toBe(200);
  });

  it.each(paths)('answers 500 on %s to a file that is damaged, until it is made again', async (path) => {
    vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    expect((await app.inject(path)).statusCode).toBe(200);
    await writeFile(file, 'no database '.repeat(100_000));
    expectProblem(await app.inject(path), 500, unreadable);
    const other = await testApp({ API_DATA_FOLDER: folder });
    expect((await app.inject(path)).body).toBe(expectedBody(path));
    await other.close();
  });

  it('takes a whole file again and makes any other anew', async () => {
    const longAgo = new Date(0);
    await utimes(file, longAgo, longAgo);
    await startAgain();
    expect((await stat(file)).mtime).toEqual(longAgo);

    const { size, mode } = await stat(file);
    expect(mode & 0o777).toBe(0o600);
    const change = (sql: string) => () => {
      const database = new DatabaseSync(file);
      database.exec(sql);
      database.close();
    };
    const damages = [
      () => truncate(file, 0),
      () => truncate(file, size / 2),
      () => writeFile(file, 'no database'),
      change('delete from items where id = 99999'),
      change("update items set label = 'another' where id = 7"),
      change('create index by_label on items (label)'),
    ];
    for (const damage of damages) {
      await damage();
      await startAgain();
      expect((await stat(file)).size).toBe(size);
      expect((await app.inject('/sqlite/sync')).body).toBe(expectedBody('/sqlite/sync'));
    }
    expect((await readdir(folder)).filter((name) => name.startsWith('items'))).toEqual(['items.sqlite']);
  });
});
