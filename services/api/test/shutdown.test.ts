import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { metricNames } from '@headroom/contract/metric-names.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { startListeningApi } from './start-api.ts';

type Api = Awaited<ReturnType<typeof startListeningApi>>;

describe('SIGTERM', () => {
  let api: Api;
  afterEach(() => {
    api.process.kill('SIGKILL');
  });

  const get = (path: string, agent = new Agent({ keepAlive: true })): Promise<number | 'lost'> =>
    new Promise((resolve) => {
      request(`${api.url}${path}`, { agent }, (response) => {
        text(response).then(
          () => resolve(response.statusCode ?? 'lost'),
          () => resolve('lost'),
        );
      })
        .on('error', () => resolve('lost'))
        .end();
    });

  /** Resolves once the metrics show the loop blocked: the request has reached its handler. */
  const blocked = async (): Promise<void> => {
    const stalled = new RegExp(`^${metricNames.stallCurrent} 0\\.[1-9]`, 'm');
    await expect
      .poll(async () => (await fetch(`http://127.0.0.1:${api.metricsPort}/metrics`)).text(), {
        timeout: 5000,
      })
      .toMatch(stalled);
  };

  it.each(['of their own', 'that are open already'])(
    'answers the request in hand and not the queue behind it, on connections %s',
    async (connections) => {
      api = await startListeningApi({ API_DELAY_SECONDS: '1', API_REQUEST_LOG: 'off' });
      const agents = Array.from({ length: 20 }, () => new Agent({ keepAlive: true }));
      if (connections === 'that are open already') {
        await Promise.all(agents.map((agent) => get('/noop/sync', agent)));
      }
      const first = get('/sync');
      await blocked();
      const queued = agents.map((agent) => get('/sync', agent));
      api.process.kill('SIGTERM');

      expect(await first).toBe(200);
      const answeredAt = performance.now();
      const { code, stderr } = await api.ended;
      expect((performance.now() - answeredAt) / 1000).toBeLessThan(2);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      // A connection that the kernel had not handed over yet is lost; one that was gets a 503.
      expect(['lost', 503]).toEqual(expect.arrayContaining(await Promise.all(queued)));
    },
  );

  it('lets a request that yields be answered, and does not wait for the idle connection after it', async () => {
    api = await startListeningApi({ API_DELAY_SECONDS: '0.5' });
    const inHand = get('/async');
    const active = `${metricNames.activeRequests}{http_request_method="GET",http_route="/async"} 1`;
    await expect
      .poll(async () => (await fetch(`http://127.0.0.1:${api.metricsPort}/metrics`)).text(), {
        timeout: 5000,
      })
      .toContain(active);
    api.process.kill('SIGTERM');
    expect(await inHand).toBe(200);
    const answeredAt = performance.now();
    expect((await api.ended).code).toBe(0);
    expect((performance.now() - answeredAt) / 1000).toBeLessThan(2);
  });

  it('does not wait for a connection that has said nothing', async () => {
    api = await startListeningApi();
    const silent = connect(Number(new URL(api.url).port), '127.0.0.1').on('error', () => {});
    await once(silent, 'connect');
    const signalledAt = performance.now();
    api.process.kill('SIGTERM');
    expect((await api.ended).code).toBe(0);
    expect((performance.now() - signalledAt) / 1000).toBeLessThan(2);
  });

  it('ends a process whose loop stays blocked past the limit', async () => {
    api = await startListeningApi({ API_DELAY_SECONDS: '60', API_STALL_LIMIT_SECONDS: '1' });
    const inHand = get('/sync');
    await blocked();
    const signalledAt = performance.now();
    api.process.kill('SIGTERM');
    const { signal, stderr } = await api.ended;
    expect((performance.now() - signalledAt) / 1000).toBeLessThan(4);
    expect(signal).toBe('SIGKILL');
    expect(JSON.parse(stderr)).toMatchObject({
      level: 60,
      msg: expect.stringContaining('still blocked 1 s'),
    });
    expect(await inHand).toBe('lost');
  });
});
