import { once } from 'node:events';
import { QueueEvents } from 'bullmq';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countTo } from '../src/cpu/count.ts';
import { queueName } from '../src/queue/queue-name.ts';
import { noRedis, startTestRedis, type TestRedis, withRedis } from '../src/testing/test-redis.ts';
import { type ApiProcess, startApi } from './start-api.ts';

/** Longer than a worker's lock on its job lasts, and the two checks after that. */
const longerThanLockSeconds = 5;

describe.skipIf(noRedis !== undefined)(withRedis('the processes of the queue'), () => {
  let redis: TestRedis;
  let api: ApiProcess;
  let url: string;
  let workerPid: number;

  const start = async (env: Readonly<Record<string, string>> = {}): Promise<void> => {
    api = startApi({ API_QUEUE_WORKERS: '1', API_REDIS_URL: redis.url, API_REQUEST_LOG: 'off', ...env });
    const [worker, service] = await Promise.all([
      workerReady(),
      api.logged(({ msg }) => msg === 'listening'),
    ]);
    workerPid = Number(worker.pid);
    url = String(service.url);
  };
  const workerReady = () => api.logged(({ msg, context }) => context === 'QueueWorker' && msg === 'ready');
  const submit = async (path: string): Promise<string> => {
    const accepted = await fetch(`${url}${path}`, { method: 'POST' });
    expect(accepted.status).toBe(202);
    return `${url}${accepted.headers.get('location')}`;
  };
  /** What is told of the jobs in Redis itself: an event, its jobs. */
  const watch = async () => {
    const events = new QueueEvents(queueName, { connection: { url: redis.url }, lastEventId: '0-0' });
    const seen = { active: [] as string[], completed: [] as string[], stalled: [] as string[] };
    events.on('active', ({ jobId }) => seen.active.push(jobId));
    events.on('completed', ({ jobId }) => seen.completed.push(jobId));
    events.on('stalled', ({ jobId }) => seen.stalled.push(jobId));
    await events.waitUntilReady();
    return { events, seen };
  };

  beforeEach(async () => {
    redis = await startTestRedis();
  });
  afterEach(async () => {
    api.process.kill('SIGKILL');
    await api.ended;
    await redis.stop();
  });

  it('finish 100 jobs, each once, though the worker is killed in their midst', async () => {
    await start();
    const { events, seen } = await watch();
    const results = await Promise.all(Array.from({ length: 100 }, () => submit('/cpu/queue?iterations=2e7')));
    const answers = Promise.all(results.map((result) => fetch(result)));
    while (seen.completed.length < 30) await once(events, 'active');
    const firstPid = workerPid;
    const again = workerReady();
    process.kill(firstPid, 'SIGKILL');
    expect((await again).pid).not.toBe(firstPid);

    for (const answer of await answers) {
      expect(answer.status).toBe(200);
      expect(await answer.json()).toEqual({ done: true });
    }
    await expect.poll(() => seen.completed.length).toBe(100);
    expect(new Set(seen.completed).size).toBe(100);
    // The job in hand, if the blow did not fall between two: begun twice, and no other.
    expect(seen.stalled.length).toBeLessThanOrEqual(1);
    expect(seen.active.length).toBe(100 + seen.stalled.length);
    await events.close();
  });

  it('leave a long job to the worker that has it', async () => {
    await start({ API_QUEUE_WORKERS: '2' });
    const { events, seen } = await watch();
    const startedAt = performance.now();
    countTo(3e8);
    const perSecond = 3e8 / ((performance.now() - startedAt) / 1000);
    const result = await submit(
      `/cpu/queue?iterations=${Math.min(1e10, Math.ceil(perSecond * longerThanLockSeconds))}`,
    );
    expect(await (await fetch(result)).json()).toEqual({ done: true });
    await expect.poll(() => seen.completed.length).toBe(1);
    expect(seen).toEqual({ active: [expect.any(String)], completed: seen.active, stalled: [] });
    await events.close();
  });

  /** Has the worker at a job of many seconds. Resolves with the status that its result is answered with. */
  const longJob = async () => {
    const { events, seen } = await watch();
    const result = await submit('/cpu/queue?iterations=1e10');
    const answer = fetch(result).then(
      ({ status }) => status,
      () => 'lost' as const,
    );
    while (seen.active.length === 0) await once(events, 'active');
    await events.close();
    return { answer };
  };

  // That the service has ended means that its output is closed, which its workers share.
  it('end with a service that is told to, a job in hand', async () => {
    await start();
    const { answer } = await longJob();
    const signalledAt = performance.now();
    api.process.kill('SIGTERM');
    expect(await answer).toBe(503);
    const { code, stderr } = await api.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((performance.now() - signalledAt) / 1000).toBeLessThan(2);
  });

  it('end with a service whose Redis is gone', async () => {
    await start();
    const noticed = api.logged(({ msg }) => String(msg).startsWith('Redis cannot be reached'));
    await redis.stop();
    await noticed;
    const signalledAt = performance.now();
    api.process.kill('SIGTERM');
    const { code, stderr } = await api.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((performance.now() - signalledAt) / 1000).toBeLessThan(2);
  });

  it('end with a service that is killed, a job in hand', async () => {
    await start();
    const { answer } = await longJob();
    const killedAt = performance.now();
    api.process.kill('SIGKILL');
    expect(await answer).toBe('lost');
    expect((await api.ended).signal).toBe('SIGKILL');
    expect((performance.now() - killedAt) / 1000).toBeLessThan(2);
  });

  it('say why they cannot get at Redis, and not with which password', async () => {
    await redis.stop();
    redis = await startTestRedis(redis.port, '--requirepass', 'the right one');
    const withPassword = (password: string) => ({
      API_QUEUE_WORKERS: '1',
      API_REDIS_URL: `redis://:${password}@127.0.0.1:${redis.port}`,
      API_LOG_LEVEL: 'trace',
    });
    api = startApi(withPassword('a%20wrong%20one'));
    await api.logged(({ msg }) => msg === 'listening');
    api.process.kill('SIGTERM');
    const { code, stdout, stderr } = await api.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('"reason":"WRONGPASS');
    expect(stdout).not.toMatch(/a( |%20)wrong/);

    await start(withPassword('the%20right%20one'));
    const result = await submit('/cpu/queue?iterations=1000');
    expect(await (await fetch(result)).json()).toEqual({ done: true });
    api.process.kill('SIGTERM');
    expect((await api.ended).stdout).not.toMatch(/the( |%20)right/);
  });
});
