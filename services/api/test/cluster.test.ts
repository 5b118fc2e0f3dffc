import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { metricNames as names } from '@headroom/contract/metric-names.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { startApi, startListeningApi } from './start-api.ts';

type Api = Awaited<ReturnType<typeof startListeningApi>>;

const settings = { API_WORKERS: '2', API_POOL_SIZE: '1' };

describe('a service of two workers', () => {
  let api: Api;
  afterEach(() => {
    api.process.kill('SIGKILL');
  });

  const start = async (env: Readonly<Record<string, string>> = {}): Promise<void> => {
    api = await startListeningApi({ ...settings, ...env });
  };

  /** On a connection of its own, which goes to the worker whose turn it is. */
  const get = (path: string): Promise<number | 'lost'> =>
    new Promise((resolve) => {
      request(`${api.url}${path}`, { agent: new Agent() }, (response) => {
        text(response).then(
          () => resolve(response.statusCode ?? 'lost'),
          () => resolve('lost'),
        );
      })
        .on('error', () => resolve('lost'))
        .end();
    });

  const page = async (): Promise<string> =>
    (await fetch(`http://127.0.0.1:${api.metricsPort}/metrics`)).text();
  const value = async (series: string): Promise<number> => {
    const line = (await page()).split('\n').find((sample) => sample.startsWith(`${series} `));
    return Number(line?.slice(series.length));
  };
  const until = (series: string, wanted: number) =>
    expect.poll(() => value(series), { timeout: 5000 }).toBe(wanted);

  const active = (route: string) =>
    `${names.activeRequests}{http_request_method="GET",http_route="${route}"}`;
  const answered = (route: string) =>
    `${names.requestDuration}_count{http_request_method="GET",http_route="${route}",http_response_status_code="200"}`;
  const workersThat = (state: string) => `nodejs_cluster_workers{state="${state}"}`;

  /** The processes that have logged something that `wanted` accepts. */
  const pidsOf = (stdout: string, wanted: (line: Record<string, unknown>) => boolean): Set<unknown> =>
    new Set(
      stdout
        .trim()
        .split('\n')
        .map((line): Record<string, unknown> => JSON.parse(line))
        .filter(wanted)
        .map(({ pid }) => pid),
    );

  it('serves two blocking requests at once, and its metrics while both loops are blocked', async () => {
    await start();
    const answers = [get('/sync?delay=2'), get('/sync?delay=2')];
    // One process begins the second when it has ended the first.
    await until(active('/sync'), 2);
    await expect.poll(() => value(names.stallCurrent), { timeout: 5000 }).toBeGreaterThan(0.3);
    expect(await value(active('/sync'))).toBe(2);
    expect(await value(workersThat('answered'))).toBe(2);
    expect(await value(workersThat('silent'))).toBe(0);
    expect(await Promise.all(answers)).toEqual([200, 200]);
    await until(answered('/sync'), 2);
  });

  it('adds up the metrics of its workers, and starts one again that dies', async () => {
    await start();
    const m = 10;
    for (let n = 0; n < m; n += 1) expect(await get('/noop/sync')).toBe(200);
    await until(answered('/noop/sync'), m);

    const completed = api.logged(({ msg }) => msg === 'request completed');
    await get('/noop/async');
    const again = api.logged(({ msg }) => msg === 'worker listening');
    const ended = api.logged(({ msg }) => msg === 'worker ended');
    const victim = Number((await completed).pid);
    process.kill(victim, 'SIGKILL');
    expect(await ended).toMatchObject({ level: 40, workerPid: victim, signal: 'SIGKILL' });
    expect((await again).workerPid).not.toBe(victim);

    await until(workersThat('answered'), 2);
    expect(await value(answered('/noop/sync'))).toBe(m);
    for (let n = 0; n < m; n += 1) expect(await get('/noop/sync')).toBe(200);
    await until(answered('/noop/sync'), 2 * m);

    api.process.kill('SIGTERM');
    const { code, stderr, stdout } = await api.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(pidsOf(stdout, ({ msg }) => msg === 'request completed').size).toBe(3);
  });

  it('ends when its workers die again and again', async () => {
    await start();
    const gone = api.ended.then(() => undefined);
    for (let n = 0; n < 3; n += 1) {
      const again = api.logged(({ msg }) => msg === 'worker listening').catch(() => undefined);
      const completed = api.logged(({ msg }) => msg === 'request completed');
      await get('/noop/sync');
      process.kill(Number((await completed).pid), 'SIGKILL');
      await Promise.race([again, gone]);
    }
    const { code, stderr } = await api.ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: '3 workers in a row ended within 10 s of their start, the last with SIGKILL.\n',
    });
  });

  // `ended` resolves once nobody holds the pipes any more, which all workers do.
  it('answers on SIGTERM what each worker has in hand, and ends with all of them', async () => {
    await start({ API_REQUEST_LOG: 'off' });
    const inHand = [get('/sync?delay=1.5'), get('/async?delay=1.5')];
    await until(active('/sync'), 1);
    await until(active('/async'), 1);
    api.process.kill('SIGTERM');
    expect(await Promise.all(inHand)).toEqual([200, 200]);
    const answeredAt = performance.now();
    const { code, stderr, stdout } = await api.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((performance.now() - answeredAt) / 1000).toBeLessThan(2);
    expect(pidsOf(stdout, ({ msg }) => msg === 'closing').size).toBe(3);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'leaves nothing behind on %s, though the loop of a worker stays blocked past the limit',
    async (signal) => {
      await start({ API_STALL_LIMIT_SECONDS: '1' });
      const inHand = get('/sync?delay=60');
      await until(active('/sync'), 1);
      await expect.poll(() => value(names.stallCurrent), { timeout: 5000 }).toBeGreaterThan(0.1);
      const signalledAt = performance.now();
      api.process.kill(signal);
      const ending = await api.ended;
      expect((performance.now() - signalledAt) / 1000).toBeLessThan(4);
      expect(ending).toMatchObject(signal === 'SIGKILL' ? { signal } : { code: 1 });
      expect(JSON.parse(ending.stderr)).toMatchObject({
        level: 60,
        msg: expect.stringContaining('still blocked 1 s'),
      });
      expect(await inHand).toBe('lost');
    },
  );

  it('leaves nothing behind on SIGKILL without metrics', async () => {
    await start({ API_METRICS: 'off' });
    expect(api.metricsPort).toBeNaN();
    api.process.kill('SIGKILL');
    expect(await api.ended).toMatchObject({ signal: 'SIGKILL', stderr: '' });
  });
});

describe('the start of two workers', () => {
  it.each(['API_PORT', 'API_METRICS_PORT'])('ends with one line that names a taken %s', async (variable) => {
    const taker = createServer().listen(0, '127.0.0.1');
    await once(taker, 'listening');
    const { port } = taker.address() as AddressInfo;
    const { code, stderr } = await startApi({ ...settings, [variable]: String(port) }).ended;
    taker.close();
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `Port ${port} on 127.0.0.1 is taken: end what uses it, or set ${variable} to another port.\n`,
    });
  });

  it('ends on SIGTERM with whatever has been started', async () => {
    const api = startApi(settings);
    await api.logged(({ msg }) => msg === 'Starting Nest application...');
    api.process.kill('SIGTERM');
    expect(await api.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('ends with one line when no worker can make its data files', async () => {
    const { code, stderr } = await startApi({ ...settings, API_DATA_FOLDER: '/dev/null/data' }).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^No data files can be made in \/dev\/null\/data \(ENOTDIR\).*\n$/);
  });
});
