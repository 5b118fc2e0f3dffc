import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import { metricNames as names } from '@headroom/contract/metric-names.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from './ask.ts';
import { type HeldUpstream, startHeldUpstream } from './held-upstream.ts';
import { metric } from './metric.ts';
import { startApi, startListeningApi } from './start-api.ts';

type Api = Awaited<ReturnType<typeof startListeningApi>>;

const settings = { API_WORKERS: '2' };

describe('a service of two workers', () => {
  let upstream: HeldUpstream;
  let api: Api;
  beforeEach(async () => {
    upstream = await startHeldUpstream();
  });
  afterEach(() => {
    api.process.kill('SIGKILL');
    upstream.stop();
  });

  const start = async (env: Readonly<Record<string, string>> = {}): Promise<void> => {
    const patient = { API_UPSTREAM_URL: upstream.url, API_UPSTREAM_TIMEOUT_SECONDS: '120' };
    api = await startListeningApi({ ...settings, ...patient, ...env });
  };

  /** On a connection of its own, which goes to the worker whose turn it is. */
  const get = (path: string) => ask(api.url + path).status;

  const value = (series: string) => metric(api.metricsPort, series);
  const until = (series: string, wanted: number) => expect.poll(() => value(series)).toBe(wanted);

  const active = (route: string) =>
    `${names.activeRequests}{http_request_method="GET",http_route="${route}"}`;
  const answered = (route: string) =>
    `${names.requestDuration}_count{http_request_method="GET",http_route="${route}",http_response_status_code="200"}`;
  const workersThat = (state: string) => `nodejs_cluster_workers{state="${state}"}`;

  const killWorkers = async (): Promise<void> => {
    await promisify(execFile)('pkill', ['-KILL', '-P', String(api.process.pid)]).catch((error) => {
      // There is none just now.
      if (error.code !== 1) throw error;
    });
  };

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
    const answers = [get('/http/sync'), get('/http/sync')];
    // One process would make the second call only once it had answered the first request.
    const calls = [await upstream.nextCall(), await upstream.nextCall()];
    await expect.poll(() => value(names.stallCurrent)).toBeGreaterThan(0.3);
    expect(await value(active('/http/sync'))).toBe(2);
    expect(await value(workersThat('answered'))).toBe(2);
    expect(await value(workersThat('silent'))).toBe(0);
    for (const answer of calls) answer();
    expect(await Promise.all(answers)).toEqual([200, 200]);
    await until(answered('/http/sync'), 2);
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
    const isOver = api.ended.then(() => true);
    // Only deaths soon after a start count, so each dies as soon as it is there.
    while (!(await Promise.race([isOver, killWorkers()])));
    const { code, stderr } = await api.ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: '3 workers in a row ended within 10 s of their start, the last with SIGKILL.\n',
    });
  });

  // `ended` resolves once nobody holds the pipes any more, which all workers do.
  it('answers on SIGTERM what each worker has in hand, and ends with all of them', async () => {
    await start({ API_REQUEST_LOG: 'off', API_STALL_LIMIT_SECONDS: '60' });
    const inHand = [get('/http/sync'), get('/http/async')];
    const calls = [await upstream.nextCall(), await upstream.nextCall()];
    // Of the worker whose loop turns: the primary has told both by then.
    const closing = api.logged(({ msg, context }) => msg === 'closing' && context === 'Service');
    api.process.kill('SIGTERM');
    await closing;
    for (const answer of calls) answer();
    expect(await Promise.all(inHand)).toEqual([200, 200]);
    const { code, stderr, stdout } = await api.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(pidsOf(stdout, ({ msg }) => msg === 'closing').size).toBe(3);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'leaves nothing behind on %s, though the loop of a worker stays blocked past the limit',
    async (signal) => {
      await start({ API_STALL_LIMIT_SECONDS: '1' });
      const inHand = get('/sync?delay=60');
      await until(active('/sync'), 1);
      await expect.poll(() => value(names.stallCurrent)).toBeGreaterThan(0.1);
      api.process.kill(signal);
      const ending = await api.ended;
      expect(ending).toMatchObject(signal === 'SIGKILL' ? { signal } : { code: 1 });
      expect(JSON.parse(ending.stderr)).toMatchObject({
        level: 60,
        msg: expect.stringContaining('still blocked 1 s'),
      });
      // Nobody was left to answer it.
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
