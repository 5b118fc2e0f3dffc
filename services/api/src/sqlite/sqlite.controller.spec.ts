import { mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeDataFiles } from '../data-files/make-data-files.ts';
import { wanted } from '../db/item.ts';
import { expectProblem } from '../testing/expect-problem.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';
import { itemDataFile } from './item-data-file.ts';
import { ItemScan } from './item-scan.ts';

const paths = ['/sqlite/sync', '/sqlite/pool'];
const gone = 'The data file items.sqlite is gone: start the service again to have it made.';
const unreadable = 'The data file items.sqlite cannot be read: start the service again to have it made.';

describe('SqliteController', () => {
  let folder: string;
  let file: string;
  let app: NestFastifyApplication;

  /** As a start of the service does. */
  const makeAgain = () => makeDataFiles(folder, [itemDataFile]);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'headroom-sqlite-'));
    file = join(folder, 'items.sqlite');
    app = await testApp({ API_DATA_FOLDER: folder });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  afterAll(() => app.close());

  it.each(paths)('answers %s as the contract has it', async (path) => {
    for (let round = 0; round < 3; round += 1) {
      const { statusCode, body } = await app.inject(path);
      expect(statusCode).toBe(200);
      expect(body).toBe(expectedBody(path));
    }
  });

  it('scans on the event loop in /sqlite/sync only', async () => {
    // A thread of the pool has one of its own.
    const find = vi.spyOn(ItemScan.prototype, 'find');
    await app.inject('/sqlite/pool');
    expect(find).not.toHaveBeenCalled();
    await app.inject('/sqlite/sync');
    expect(find).toHaveBeenCalledOnce();
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
    expect((await app.inject(path)).body).toBe(expectedBody(path));
    await rm(file);
    // The first answer closes it.
    for (let times = 1; times <= 2; times += 1) {
      expectProblem(await app.inject(path), 500, gone);
      expect(logged).toHaveBeenCalledTimes(times);
    }
    expect((await app.inject('/noop/sync')).statusCode).toBe(200);
    await makeAgain();
    expect((await app.inject(path)).body).toBe(expectedBody(path));
  });

  it.each(paths)('answers 500 on %s to a file that is damaged, until it is made again', async (path) => {
    vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    // Not the one of the other tests: it may have a file open that has been made again since.
    const fresh = await testApp({ API_DATA_FOLDER: folder });
    expect((await fresh.inject(path)).statusCode).toBe(200);
    await writeFile(file, 'no database '.repeat(100_000));
    expectProblem(await fresh.inject(path), 500, unreadable);
    const other = await testApp({ API_DATA_FOLDER: folder });
    expect((await fresh.inject(path)).body).toBe(expectedBody(path));
    await Promise.all([fresh.close(), other.close()]);
  });

  it('takes a whole file again and makes any other anew', async () => {
    const longAgo = new Date(0);
    await utimes(file, longAgo, longAgo);
    await makeAgain();
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
      await makeAgain();
      expect((await stat(file)).size).toBe(size);
      const scan = new ItemScan(file);
      expect(scan.find()).toEqual({ state: 'found', item: wanted });
      scan.close();
    }
    expect((await readdir(folder)).filter((name) => name.startsWith('items'))).toEqual(['items.sqlite']);
  });
});
