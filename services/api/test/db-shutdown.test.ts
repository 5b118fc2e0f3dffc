import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findPostgres, startTestPostgres, type TestPostgres } from '../src/testing/test-postgres.ts';
import { startListeningApi } from './start-api.ts';

const programs = findPostgres();

describe.runIf(programs !== undefined)('SIGTERM with queries of PostgreSQL, where that is installed', () => {
  let postgres: TestPostgres;
  let control: Client;
  let api: Awaited<ReturnType<typeof startListeningApi>>;

  const connections = async (state: string): Promise<number> => {
    const count = "select count(*)::int as n from pg_stat_activity where application_name = 'headroom-api'";
    const { rows } = await control.query<{ n: number }>(`${count} and state = $1`, [state]);
    return rows[0]?.n ?? 0;
  };

  const expectNoPassword = (log: string): void => {
    expect(log).not.toContain(postgres.password);
    expect(log).not.toContain(encodeURIComponent(postgres.password));
  };

  beforeAll(async () => {
    postgres = await startTestPostgres(programs ?? '');
    control = await postgres.connect();
  });
  beforeEach(async () => {
    api = await startListeningApi({
      API_DATABASE_URL: postgres.url,
      API_DATABASE_DELAY_SECONDS: '0',
      API_DATABASE_TIMEOUT_SECONDS: '120',
      API_STALL_LIMIT_SECONDS: '60',
    });
  });
  afterEach(() => {
    api.process.kill('SIGKILL');
  });
  afterAll(async () => {
    await control?.end();
    await postgres?.remove();
  });

  it.each(['/db/sync', '/db/async'])('lets the one of %s end, and then ends', async (path) => {
    const holder = await postgres.connect();
    await holder.query('begin; lock table items');
    const inHand = fetch(api.url + path);
    await expect.poll(() => connections('active')).toBe(1);
    const closing = api.logged(({ msg }) => msg === 'closing');
    api.process.kill('SIGTERM');
    // A loop that is blocked cannot tell.
    if (path === '/db/async') await closing;
    await holder.end();
    expect(await (await inHand).json()).toEqual({ id: 4242, label: 'item 4242' });
    const { code, stdout, stderr } = await api.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expectNoPassword(stdout);
  });

  it('survives a server that stops, and ends', async () => {
    await Promise.all(['/db/read/sync', '/db/read/async'].map((path) => fetch(api.url + path)));
    expect(await connections('idle')).toBe(2);
    await postgres.stop();
    for (const path of ['/db/read/sync', '/db/read/async']) {
      expect((await fetch(api.url + path)).status).toBe(503);
    }
    api.process.kill('SIGTERM');
    const { code, stdout, stderr } = await api.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expectNoPassword(stdout);
  });
});
