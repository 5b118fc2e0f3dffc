import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startApi, startListeningApi } from './start-api.ts';

describe('the start of the service', () => {
  it.each([
    [{ API_PORT: 'http' }, 'Bad settings: API_PORT is "http", expected a whole number from 0 to 65535.\n'],
    [
      { API_DELAY_SECONDS: '-1' },
      'Bad settings: API_DELAY_SECONDS is "-1", expected a number from 0 to 60.\n',
    ],
  ])('ends with one line and code 2 on %j', async (env, stderr) => {
    expect(await startApi(env).ended).toEqual({ code: 2, signal: null, stdout: '', stderr });
  });

  it('ends with one line that names a data folder that cannot be made', async () => {
    const { code, stderr } = await startApi({ API_DATA_FOLDER: '/dev/null/data' }).ended;
    expect(code).toBe(1);
    expect(stderr).toBe(
      'No data files can be made in /dev/null/data (ENOTDIR): set API_DATA_FOLDER (TMPDIR for a run of the lab) to a folder that can be written.\n',
    );
  });

  it('logs in JSON, requests included', async () => {
    const api = await startListeningApi();
    const logged = api.logged(({ msg }) => msg === 'request completed');
    await fetch(`${api.url}/noop/sync`);
    expect(await logged).toMatchObject({
      req: { method: 'GET', url: '/noop/sync' },
      res: { statusCode: 200 },
    });
    api.process.kill('SIGTERM');
    expect(await api.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([{}, { API_WORKERS: '2' }])('warns of nothing when it starts, with %j', async (env) => {
    const api = await startListeningApi({ ...env, NODE_OPTIONS: '--trace-warnings' });
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    api.process.kill('SIGTERM');
    const { stdout, stderr } = await api.ended;
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ level }) => level > 30)).toEqual([]);
    expect(stderr).toBe('');
  });

  it('logs no requests and serves no metrics where the settings say so', async () => {
    const api = await startListeningApi({ API_REQUEST_LOG: 'off', API_METRICS: 'off' });
    expect((await fetch(`${api.url}/noop/sync`)).status).toBe(200);
    expect(api.metricsPort).toBeNaN();
    api.process.kill('SIGTERM');
    const { code, stdout } = await api.ended;
    expect(code).toBe(0);
    expect(stdout).not.toContain('/noop/sync"');
  });

  describe('on a port that is taken', () => {
    let taker: Server;
    let port: string;

    beforeEach(async () => {
      taker = createServer().listen(0, '127.0.0.1');
      await once(taker, 'listening');
      port = String((taker.address() as AddressInfo).port);
    });
    afterEach(() => {
      taker.close();
    });

    it.each(['API_PORT', 'API_METRICS_PORT'])('ends with one line that names %s', async (variable) => {
      const { code, stderr } = await startApi({ [variable]: port }).ended;
      expect(code).toBe(1);
      expect(stderr).toBe(
        `Port ${port} on 127.0.0.1 is taken: end what uses it, or set ${variable} to another port.\n`,
      );
    });
  });
});
