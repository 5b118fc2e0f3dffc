import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { inspect } from 'node:util';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectProblem } from '../testing/expect-problem.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';
import { findPostgres, startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts';

const slow = ['/db/sync', '/db/async'];
const fast = ['/db/read/sync', '/db/read/async'];
const paths = [...slow, ...fast];

const refused = 'The database cannot be reached (ECONNREFUSED).';
const brokenOff = 'The database broke the query off (57P01).';
const late = 'The database did not answer within 1 s.';

describe('DbController without a database', () => {
  let silent: Server;
  const sockets = new Set<Socket>();
  let app: NestFastifyApplication | undefined;

  beforeAll(async () => {
    silent = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
  });
  afterEach(() => app?.close());
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it.each(paths)('answers 503 on %s and names the variable', async (path) => {
    app = await testApp();
    const detail = 'There is no database: set API_DATABASE_URL to the URL of a PostgreSQL server.';
    expectProblem(await app.inject(path), 503, detail);
  });

  it.each(slow)('answers 503 on %s to a URL that pg cannot read, and keeps it to itself', async (path) => {
    const logged = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    app = await testApp({ API_DATABASE_URL: 'postgresql://u:secret%E0@127.0.0.1/db' });
    expectProblem(await app.inject(path), 503, 'The database cannot be used.');
    expect(logged).toHaveBeenCalledOnce();
    expect(inspect(logged.mock.calls, { depth: 10 })).not.toContain('secret');
    vi.restoreAllMocks();
  });

  it.each(slow)('answers 503 on %s to a server that says nothing, and ends', async (path) => {
    const { port } = silent.address() as AddressInfo;
    app = await testApp({
      API_DATABASE_URL: `postgresql://u:secret@127.0.0.1:${port}/db`,
      API_DATABASE_TIMEOUT_SECONDS: '0.3',
    });
    expectProblem(await app.inject(path), 503, 'The database accepted no connection within 0.3 s.');
  });
});

const programs = findPostgres();

describe.runIf(programs !== undefined)('DbController on PostgreSQL, where that is installed', () => {
  let postgres: TestPostgres;
  let control: Client;
  let app: NestFastifyApplication;

  const startApp = (env: Readonly<Record<string, string>> = {}) =>
    testApp({ API_DATABASE_URL: postgres.url, API_DATABASE_DELAY_SECONDS: '0', ...env });

  const restartApp = async (env: Readonly<Record<string, string>>): Promise<void> => {
    await app.close();
    app = await startApp(env);
  };

  /** Connections of the service that the server has, and those of them that are at a query. */
  const connections = async () => {
    const { rows } = await control.query<{ open: number; active: number }>(
      `select count(*)::int as open, (count(*) filter (where state = 'active'))::int as active
       from pg_stat_activity where application_name = 'headroom-api'`,
    );
    return rows[0];
  };

  /** Ends the next query of the service together with its connection, whether or not this process can. */
  const breakNextQueryOff = () =>
    control.query(`do $$ begin loop
      perform pg_stat_clear_snapshot(), pg_sleep(0.01);
      exit when (select bool_or(pg_terminate_backend(pid)) from pg_stat_activity
        where application_name = 'headroom-api' and state = 'active');
    end loop; end $$`);

  beforeAll(async () => {
    postgres = await startTestPostgres(programs ?? '');
  }, 60_000);
  afterAll(() => postgres?.remove(), 30_000);
  beforeEach(async () => {
    control = await postgres.connect();
    app = await startApp();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await app.close();
    await control.end();
  });

  it.each(paths)('answers %s as the contract has it', async (path) => {
    const response = await app.inject(path);
    expect(response.statusCode).toBe(200);
    expect(response.body).toBe(expectedBody(path));
  });

  it.each(slow)('takes on %s as long as the settings or the request say', async (path) => {
    await restartApp({ API_DATABASE_DELAY_SECONDS: '0.3' });
    for (const query of ['', '?delay=0.4']) {
      const startedAt = performance.now();
      expect((await app.inject(path + query)).body).toBe(expectedBody(path));
      expect((performance.now() - startedAt) / 1000).toBeGreaterThan(query === '' ? 0.29 : 0.39);
    }
  });

  it.each(slow)('answers 400 on %s to a delay out of bounds', async (path) => {
    for (const delay of ['-1', '61', '', 'long']) {
      const response = await app.inject(`${path}?delay=${delay}`);
      expectProblem(response, 400, `delay is "${delay}", expected a number from 0 to 60.`);
    }
  });

  it('holds the event loop in /db/sync only', async () => {
    const loopBusySeconds = async (path: string): Promise<number> => {
      await app.inject(`${path}?delay=0`);
      const before = performance.eventLoopUtilization();
      await app.inject(`${path}?delay=0.5`);
      return performance.eventLoopUtilization(before).active / 1000;
    };
    expect(await loopBusySeconds('/db/sync')).toBeGreaterThan(0.49);
    expect(await loopBusySeconds('/db/async')).toBeLessThan(0.49);
  });

  it.each([
    ['/db/sync', '/db/read/sync'],
    ['/db/async', '/db/read/async'],
  ])('keeps one connection for what comes one after the other on %s and %s', async (...alike) => {
    for (let round = 0; round < 5; round += 1) for (const path of alike) await app.inject(path);
    expect(await connections()).toEqual({ open: 1, active: 0 });
  });

  it.each([10, 20])('has at most %i connections, and uses them all', async (poolSize) => {
    if (poolSize !== 10) await restartApp({ API_DATABASE_POOL_SIZE: String(poolSize) });
    // Every query waits for this lock.
    const locker = await postgres.connect();
    await locker.query('begin; lock table items');
    const answers = Promise.all(Array.from({ length: 30 }, () => app.inject('/db/async?delay=0.1')));
    await expect.poll(connections, { timeout: 10_000 }).toEqual({ open: poolSize, active: poolSize });
    await locker.end();
    expect((await answers).map(({ body }) => body)).toEqual(Array(30).fill(expectedBody('/db/async')));
    // None is ever closed, so there never were more.
    expect(await connections()).toEqual({ open: poolSize, active: 0 });
  });

  it('answers 503 when no connection becomes free in time, and goes on', async () => {
    await restartApp({ API_DATABASE_POOL_SIZE: '1', API_DATABASE_TIMEOUT_SECONDS: '1' });
    await app.inject('/db/async');
    const answers = Promise.all(['0.6', '0.6', '0'].map((delay) => app.inject(`/db/async?delay=${delay}`)));
    const [first, second, third] = await answers;
    expect(first?.body).toBe(expectedBody('/db/async'));
    // The wait for the connection was taken off what the query may take.
    if (second !== undefined) expectProblem(second, 504, late);
    const detail = 'No connection to the database became free within 1 s.';
    if (third !== undefined) expectProblem(third, 503, detail);
    expect((await app.inject('/db/async')).body).toBe(expectedBody('/db/async'));
  });

  it('does not wait for a query that does not end when the application closes', async () => {
    const locker = await postgres.connect();
    await locker.query('begin; lock table items');
    const inHand = app.inject('/db/async');
    await expect.poll(async () => (await connections())?.active).toBe(1);
    const closedAt = performance.now();
    await app.close();
    expect((performance.now() - closedAt) / 1000).toBeLessThan(5);
    await locker.end();
    expect((await inHand).body).toBe(expectedBody('/db/async'));
  });

  describe.each(['sync', 'async'])('in its %s form', (form) => {
    const path = `/db/${form}`;

    it('answers 504 to a query that takes too long, and leaves none behind', async () => {
      await restartApp({ API_DATABASE_TIMEOUT_SECONDS: '1' });
      for (let round = 0; round < 2; round += 1) {
        expectProblem(await app.inject(`${path}?delay=5`), 504, late);
        expect((await app.inject(path)).body).toBe(expectedBody(path));
      }
      await expect.poll(connections, { timeout: 3000 }).toEqual({ open: 1, active: 0 });
    });

    it('answers 500 to a table or a row that is missing, until it is there', async () => {
      await app.inject(path);
      await control.query('alter table items rename to others');
      const detail = 'The database has no table items: it has not been seeded.';
      for (let round = 0; round < 2; round += 1) expectProblem(await app.inject(path), 500, detail);
      await control.query('alter table others rename to items');
      await control.query('update items set id = -1 where id = 4242');
      expectProblem(await app.inject(path), 500, 'The table items has no row 4242.');
      await control.query('update items set id = 4242 where id = -1');
      expect((await app.inject(path)).body).toBe(expectedBody(path));
    });

    it.each(['another secret', ''])(
      'answers 503 to the password "%s" and keeps it to itself',
      async (wrong) => {
        const logged = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
        const url = new URL(postgres.url);
        url.password = wrong;
        await restartApp({ API_DATABASE_URL: url.href });
        const detail =
          wrong === '' ? 'The database refused the log-in.' : 'The database refused the log-in (28P01).';
        expectProblem(await app.inject(path), 503, detail);
        expect(logged).not.toHaveBeenCalled();
      },
    );

    it('answers 503 to a database that is not there', async () => {
      await restartApp({ API_DATABASE_URL: postgres.url.replace(/postgres$/, 'nowhere') });
      expectProblem(await app.inject(path), 503, 'The database refused the connection (3D000).');
    });

    it('answers 503 to a server without the TLS that the URL asks for, and logs why', async () => {
      const logged = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
      await restartApp({ API_DATABASE_URL: `${postgres.url}?ssl=true` });
      expectProblem(await app.inject(path), 503, 'The database cannot be used.');
      const message = 'The server does not support SSL connections';
      expect(logged).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message }));
    });

    it('answers 503 when the connection breaks in the middle, and goes on', async () => {
      await app.inject(path);
      for (let round = 0; round < 2; round += 1) {
        const broken = breakNextQueryOff();
        expectProblem(await app.inject(`${path}?delay=20`), 503, brokenOff);
        await broken;
        expect((await app.inject(path)).body).toBe(expectedBody(path));
      }
    });

    it('serves the rest while the server is down, and finds it when it is back', async () => {
      await app.inject(path);
      await postgres.stop();
      // The first may still find the connection that has been lost.
      expect((await app.inject(path)).statusCode).toBe(503);
      expectProblem(await app.inject(path), 503, refused);
      const other = await startApp();
      expectProblem(await other.inject(path), 503, refused);
      expect((await app.inject('/noop/sync')).statusCode).toBe(200);
      await postgres.start();
      for (const each of [app, other]) expect((await each.inject(path)).body).toBe(expectedBody(path));
      await other.close();
      control = await postgres.connect();
    });

    it('lets go of the database when the application closes', async () => {
      await app.inject(path);
      expect(await connections()).toEqual({ open: 1, active: 0 });
      await app.close();
      await expect.poll(connections, { timeout: 5000 }).toEqual({ open: 0, active: 0 });
    });
  });

  it('survives the loss of all connections of its pool, in use or not', async () => {
    await restartApp({ API_DATABASE_POOL_SIZE: '4' });
    await Promise.all(Array.from({ length: 4 }, () => app.inject('/db/async?delay=0.1')));
    const inHand = [app.inject('/db/async?delay=20'), app.inject('/db/async?delay=20')];
    await expect.poll(async () => (await connections())?.active).toBe(2);
    await postgres.stop();
    for (const answer of await Promise.all(inHand)) expectProblem(answer, 503, brokenOff);
    await postgres.start();
    const answers = await Promise.all(Array.from({ length: 8 }, () => app.inject('/db/async')));
    expect(answers.map(({ body }) => body)).toEqual(Array(8).fill(expectedBody('/db/async')));
    control = await postgres.connect();
  });
});
