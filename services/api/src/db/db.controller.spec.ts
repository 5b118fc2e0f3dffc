import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { askInTime, askThread } from '../testing/ask-in-time.ts';
import { expectProblem } from '../testing/expect-problem.ts';
import { fewTurns, loopTurns } from '../testing/loop-turns.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';
import { noPostgres, startTestPostgres, type TestPostgres, withPostgres } from '../testing/test-postgres.ts';

const slow = ['/db/sync', '/db/async'];
const fast = ['/db/read/sync', '/db/read/async'];
const paths = [...slow, ...fast];

const refused = 'The database cannot be reached (ECONNREFUSED).';
const brokenOff = 'The database broke the query off (57P01).';

describe('DbController without a database', () => {
  let silent: Server;
  const sockets = new Set<Socket>();
  let app: NestFastifyApplication;

  beforeAll(async () => {
    silent = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  describe('and without its URL', () => {
    beforeAll(async () => {
      app = await testApp();
    });
    afterAll(() => app.close());

    it.each(paths)('answers 503 on %s and names the variable', async (path) => {
      const detail = 'There is no database: set API_DATABASE_URL to the URL of a PostgreSQL server.';
      expectProblem(await app.inject(path), 503, detail);
    });
  });

  describe('and with a URL that pg cannot read', () => {
    beforeAll(async () => {
      app = await testApp({ API_DATABASE_URL: 'postgresql://u:secret%E0@127.0.0.1/db' });
    });
    afterAll(() => app.close());

    it.each(slow)('answers 503 on %s, and keeps it to itself', async (path) => {
      const logged = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
      expectProblem(await app.inject(path), 503, 'The database cannot be used.');
      expect(logged).toHaveBeenCalledOnce();
      expect(inspect(logged.mock.calls, { depth: 10 })).not.toContain('secret');
    });
  });

  it.each(slow)('answers 503 on %s to a server that says nothing, and ends', async (path) => {
    const { port } = silent.address() as AddressInfo;
    app = await testApp({
      API_DATABASE_URL: `postgresql://u:secret@127.0.0.1:${port}/db`,
      API_DATABASE_TIMEOUT_SECONDS: '0.1',
    });
    // Not the first, where a thread starts for longer than it is waited for.
    const detail = 'The database accepted no connection within 0.1 s.';
    await vi.waitFor(async () => expectProblem(await app.inject(path), 503, detail), 120_000);
    await app.close();
  });
});

describe.skipIf(noPostgres !== undefined)(withPostgres('DbController on PostgreSQL'), () => {
  let postgres: TestPostgres;
  let control: Client;
  let app: NestFastifyApplication;

  const startApp = async (env: Readonly<Record<string, string>> = {}): Promise<void> => {
    const defaults = { API_DATABASE_DELAY_SECONDS: '0', API_DATABASE_TIMEOUT_SECONDS: '120' };
    app = await testApp({ API_DATABASE_URL: postgres.url, ...defaults, ...env });
  };

  /** Connections of the service that the server has, and those of them that are at a query. */
  const connections = async () => {
    const { rows } = await control.query<{ open: number; active: number }>(
      `select count(*)::int as open, (count(*) filter (where state = 'active'))::int as active
       from pg_stat_activity where application_name = 'headroom-api'`,
    );
    return rows[0];
  };

  /** Starts the server again, without which there is no connection of the test's own either. */
  const startPostgres = async (): Promise<void> => {
    await postgres.start();
    control = await postgres.connect();
  };

  /** Every query for an item waits until this connection ends. */
  const lockItems = async (): Promise<Client> => {
    const locker = await postgres.connect();
    onTestFinished(() => locker.end());
    await locker.query('begin; lock table items');
    return locker;
  };

  /** Ends the next query of the service together with its connection, whether or not this process can. */
  const breakNextQueryOff = () =>
    control.query(`do $$ begin loop
      perform pg_stat_clear_snapshot(), pg_sleep(0.01);
      exit when (select bool_or(pg_terminate_backend(pid)) from pg_stat_activity
        where application_name = 'headroom-api' and state = 'active');
    end loop; end $$`);

  beforeAll(async () => {
    postgres = await startTestPostgres();
    control = await postgres.connect();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  afterAll(async () => {
    await control?.end();
    await postgres?.remove();
  });

  describe('in an application that all have in common', () => {
    beforeAll(() => startApp());
    afterAll(() => app.close());

    it.each(paths)('answers %s as the contract has it', async (path) => {
      const response = await app.inject(path);
      expect(response.statusCode).toBe(200);
      expect(response.body).toBe(expectedBody(path));
    });

    it.each(slow)('answers 400 on %s to a delay out of bounds', async (path) => {
      for (const delay of ['-1', '61', '', 'long']) {
        const response = await app.inject(`${path}?delay=${delay}`);
        expectProblem(response, 400, `delay is "${delay}", expected a number from 0 to 60.`);
      }
    });

    it('holds the event loop in /db/sync only', async () => {
      for (const path of slow) await app.inject(path);
      expect(await loopTurns(() => app.inject('/db/sync?delay=0.1'))).toBeLessThan(fewTurns);
      await expect.poll(() => loopTurns(() => app.inject('/db/async?delay=0.1'))).toBeGreaterThan(fewTurns);
    });

    it.each(slow)(
      'answers 500 on %s to a table or a row that is missing, until it is there',
      async (path) => {
        await app.inject(path);
        await control.query('alter table items rename to others');
        const detail = 'The database has no table items: it has not been seeded.';
        for (let round = 0; round < 2; round += 1) expectProblem(await app.inject(path), 500, detail);
        await control.query('alter table others rename to items');
        await control.query('update items set id = -1 where id = 4242');
        expectProblem(await app.inject(path), 500, 'The table items has no row 4242.');
        await control.query('update items set id = 4242 where id = -1');
        expect((await app.inject(path)).body).toBe(expectedBody(path));
      },
    );

    it.each(slow)('answers 503 on %s when the connection breaks in the middle, and goes on', async (path) => {
      await app.inject(path);
      for (let round = 0; round < 2; round += 1) {
        const broken = breakNextQueryOff();
        expectProblem(await app.inject(`${path}?delay=60`), 503, brokenOff);
        await broken;
        expect((await app.inject(path)).body).toBe(expectedBody(path));
      }
    });
  });

  describe('with a delay of the settings', () => {
    beforeAll(() => startApp({ API_DATABASE_DELAY_SECONDS: '0.2' }));
    afterAll(() => app.close());

    it.each(slow)('takes on %s as long as they or the request say', async (path) => {
      for (const [query, seconds] of [
        ['', 0.2],
        ['?delay=0.3', 0.3],
      ] as const) {
        const startedAt = performance.now();
        expect((await app.inject(path + query)).body).toBe(expectedBody(path));
        expect((performance.now() - startedAt) / 1000).toBeGreaterThan(seconds - 0.01);
      }
    });
  });

  const noTls = 'The server does not support SSL connections';
  describe.each<[what: string, parts: Partial<URL>, detail: string, logs?: string]>([
    [
      'the password "another secret"',
      { password: 'another secret' },
      'The database refused the log-in (28P01).',
    ],
    ['the password ""', { password: '' }, 'The database refused the log-in.'],
    [
      'a database that is not there',
      { pathname: '/nowhere' },
      'The database refused the connection (3D000).',
    ],
    ['a TLS that the server has not', { search: '?ssl=true' }, 'The database cannot be used.', noTls],
  ])('with a URL that has %s', (_, parts, detail, message) => {
    beforeAll(() => startApp({ API_DATABASE_URL: Object.assign(new URL(postgres.url), parts).href }));
    afterAll(() => app.close());

    it.each(slow)('answers 503 on %s, logs why where nobody foresaw it, and tells no more', async (path) => {
      const logged = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
      expectProblem(await app.inject(path), 503, detail);
      if (message === undefined) expect(logged).not.toHaveBeenCalled();
      else expect(logged).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message }));
    });
  });

  describe('in an application of its own', () => {
    // Until those of the application before have ended.
    beforeEach(() => expect.poll(connections).toEqual({ open: 0, active: 0 }));
    afterEach(() => app.close());

    it.each([
      ['/db/sync', '/db/read/sync'],
      ['/db/async', '/db/read/async'],
    ])('keeps one connection for what comes one after the other on %s and %s', async (...alike) => {
      await startApp();
      for (let round = 0; round < 5; round += 1) for (const path of alike) await app.inject(path);
      expect(await connections()).toEqual({ open: 1, active: 0 });
    });

    it.each([10, 20])('has at most %i connections, and uses them all', async (poolSize) => {
      await startApp(poolSize === 10 ? {} : { API_DATABASE_POOL_SIZE: String(poolSize) });
      const locker = await lockItems();
      const answers = Promise.all(Array.from({ length: 30 }, () => app.inject('/db/async')));
      await expect.poll(connections).toEqual({ open: poolSize, active: poolSize });
      await locker.end();
      expect((await answers).map(({ body }) => body)).toEqual(Array(30).fill(expectedBody('/db/async')));
      // None is ever closed, so there never were more.
      expect(await connections()).toEqual({ open: poolSize, active: 0 });
    });

    it('answers 503 when no connection becomes free in time, and goes on', async () => {
      await startApp({ API_DATABASE_POOL_SIZE: '1', API_DATABASE_TIMEOUT_SECONDS: '3' });
      const locker = await lockItems();
      const first = app.inject('/db/async');
      await expect.poll(async () => (await connections())?.active).toBe(1);
      const [second, third] = ['2.8', '0'].map((delay) => app.inject(`/db/async?delay=${delay}`));
      // For so long, about, the second one waits for the connection: four fifths of it may be lost on a busy machine.
      await setTimeout(1000);
      await locker.end();
      expect((await first).body).toBe(expectedBody('/db/async'));
      // The wait for the connection was taken off what the query may take.
      expect((await second)?.json().detail).toBe('The database did not answer within 3 s.');
      const detail = 'No connection to the database became free within 3 s.';
      expect((await third)?.json()).toMatchObject({ status: 503, detail });
      expect((await app.inject('/db/async')).body).toBe(expectedBody('/db/async'));
    });

    it('does not wait for a query that does not end when the application closes', async () => {
      await startApp();
      const locker = await lockItems();
      const inHand = app.inject('/db/async');
      await expect.poll(async () => (await connections())?.active).toBe(1);
      await app.close();
      expect((await connections())?.active).toBe(1);
      await locker.end();
      expect((await inHand).body).toBe(expectedBody('/db/async'));
    });

    it.each(slow)(
      'answers 504 on %s to a query that takes too long, and leaves none behind',
      async (path) => {
        await startApp({ API_DATABASE_TIMEOUT_SECONDS: '0.3' });
        await askThread(app, path);
        expect((await askInTime(app, path)).body).toBe(expectedBody(path));
        for (let round = 0; round < 2; round += 1) {
          const late = await app.inject(`${path}?delay=60`);
          expectProblem(late, 504, 'The database did not answer within 0.3 s.');
          expect((await askInTime(app, path)).body).toBe(expectedBody(path));
        }
        await expect.poll(connections).toEqual({ open: 1, active: 0 });
      },
    );

    it.each(slow)('serves the rest of %s while the server is down, and finds it again', async (path) => {
      await startApp();
      const other = await testApp({ API_DATABASE_URL: postgres.url, API_DATABASE_TIMEOUT_SECONDS: '120' });
      await app.inject(path);
      await postgres.stop();
      // The first may still find the connection that has been lost.
      expect((await app.inject(path)).statusCode).toBe(503);
      for (const each of [app, other]) expectProblem(await each.inject(path), 503, refused);
      expect((await app.inject('/noop/sync')).statusCode).toBe(200);
      await startPostgres();
      for (const each of [app, other]) expect((await each.inject(path)).body).toBe(expectedBody(path));
      await other.close();
    });

    it.each(slow)('lets go of the database after %s when it closes', async (path) => {
      await startApp();
      await app.inject(path);
      expect(await connections()).toEqual({ open: 1, active: 0 });
      await app.close();
      await expect.poll(connections).toEqual({ open: 0, active: 0 });
    });

    it('survives the loss of all connections of its pool, in use or not', async () => {
      await startApp({ API_DATABASE_POOL_SIZE: '4' });
      await Promise.all(Array.from({ length: 4 }, () => app.inject('/db/async?delay=0.1')));
      const inHand = [app.inject('/db/async?delay=60'), app.inject('/db/async?delay=60')];
      await expect.poll(async () => (await connections())?.active).toBe(2);
      await postgres.stop();
      for (const answer of await Promise.all(inHand)) expectProblem(answer, 503, brokenOff);
      await startPostgres();
      const answers = await Promise.all(Array.from({ length: 8 }, () => app.inject('/db/async')));
      expect(answers.map(({ body }) => body)).toEqual(Array(8).fill(expectedBody('/db/async')));
    });
  });
});
