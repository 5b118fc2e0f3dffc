import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { metricNames } from '@headroom/contract/metric-names.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from './ask.ts';
import { type HeldUpstream, startHeldUpstream } from './held-upstream.ts';
import { metric } from './metric.ts';
import { startListeningApi } from './start-api.ts';

describe('SIGTERM', () => {
  let upstream: HeldUpstream;
  let api: Awaited<ReturnType<typeof startListeningApi>>;
  beforeEach(async () => {
    upstream = await startHeldUpstream();
  });
  afterEach(() => {
    api.process.kill('SIGKILL');
    upstream.stop();
  });

  const start = async (env: Readonly<Record<string, string>> = {}): Promise<void> => {
    const patient = { API_UPSTREAM_TIMEOUT_SECONDS: '120', API_STALL_LIMIT_SECONDS: '60' };
    api = await startListeningApi({ API_UPSTREAM_URL: upstream.url, ...patient, ...env });
  };
  const get = (path: string, agent = new Agent({ keepAlive: true })) => ask(api.url + path, agent);
  const stall = () => metric(api.metricsPort, metricNames.stallCurrent);

  it.each(['of their own', 'that are open already'])(
    'answers the request in hand and not the queue behind it, on connections %s',
    async (connections) => {
      await start({ API_REQUEST_LOG: 'off' });
      const agents = Array.from({ length: 20 }, () => new Agent({ keepAlive: true }));
      if (connections === 'that are open already') {
        await Promise.all(agents.map((agent) => get('/noop/sync', agent).status));
      }
      const first = get('/http/sync');
      const answer = await upstream.nextCall();
      const queued = agents.map((agent) => get('/noop/sync', agent));
      await Promise.all(queued.map(({ sent }) => sent));
      const before = await stall();
      api.process.kill('SIGTERM');
      // The thread that tells of the stall is the one that hears of the signal while the loop is blocked.
      await expect.poll(stall).toBeGreaterThan(before + 0.5);
      answer();

      expect(await first.status).toBe(200);
      const { code, stderr } = await api.ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      // A connection that the kernel had not handed over yet is lost; one that was gets a 503.
      const statuses = await Promise.all(queued.map(({ status }) => status));
      expect(['lost', 503]).toEqual(expect.arrayContaining(statuses));
    },
  );

  it('lets requests that yield be answered, and does not wait for the idle connection after one', async () => {
    await start();
    const requests = [get('/http/async'), get('/http/async')];
    const calls = [await upstream.nextCall(), await upstream.nextCall()];
    const closing = api.logged(({ msg }) => msg === 'closing');
    api.process.kill('SIGTERM');
    await closing;
    calls[0]?.();
    // Whichever was called for first: it goes while the other one is still in hand, which the end of the wait would cut off.
    await Promise.race(requests.map(({ closed }) => closed));
    calls[1]?.();
    expect(await Promise.all(requests.map(({ status }) => status))).toEqual([200, 200]);
    expect((await api.ended).code).toBe(0);
  });

  it('does not wait for a connection that has said nothing', async () => {
    await start();
    const silent = connect(Number(new URL(api.url).port), '127.0.0.1').on('error', () => {});
    await once(silent, 'connect');
    const inHand = get('/http/async');
    const answer = await upstream.nextCall();
    const gone = new Promise((resolve) => silent.once('close', resolve));
    api.process.kill('SIGTERM');
    // While there is still something in hand, which the end of the wait would cut off.
    await gone;
    answer();
    expect(await inHand.status).toBe(200);
    expect((await api.ended).code).toBe(0);
  });

  it('ends a process whose loop stays blocked past the limit', async () => {
    await start({ API_DELAY_SECONDS: '60', API_STALL_LIMIT_SECONDS: '1' });
    const inHand = get('/sync');
    await expect.poll(stall).toBeGreaterThan(0.1);
    api.process.kill('SIGTERM');
    const { signal, stderr } = await api.ended;
    expect(signal).toBe('SIGKILL');
    expect(JSON.parse(stderr)).toMatchObject({
      level: 60,
      msg: expect.stringContaining('still blocked 1 s'),
    });
    expect(await inHand.status).toBe('lost');
  });
});
