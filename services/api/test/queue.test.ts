import { randomUUID } from 'node:crypto';
import { Queue, QueueEvents } from 'bullmq';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queueName } from '../src/queue/queue-name.ts';
import { type HeldJob, heldJob } from '../src/testing/held-job.ts';
import { noRedis, startTestRedis, type TestRedis, withRedis } from '../src/testing/test-redis.ts';
import { ask } from './ask.ts';
import { type ApiProcess, startApi } from './start-api.ts';

/** For as long as a worker's lock on its job lasts, and the two checks after that. */
const lockMs = 5000;

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
  /** Has the worker at a job that no machine ends, put past the service, which would not take it in. */
  const startEndlessJob = async (seen: { readonly active: readonly string[] }) => {
    const queue = new Queue(queueName, { connection: { url: redis.url } });
    const job = await queue.add('countTo', Number.MAX_SAFE_INTEGER, { jobId: randomUUID() });
    const id = String(job.id);
    await expect.poll(() => seen.active).toContain(id);
    return {
      id,
      result: `${url}/cpu/queue/${id}`,
      /** Makes it a short one for the worker that does it again. */
      shorten: () => job.updateData(1000),
      close: () => queue.close(),
    };
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
    const submitSome = (count: number) =>
      Promise.all(Array.from({ length: count }, () => submit('/cpu/queue?iterations=1000')));
    const before = await submitSome(30);
    const endless = await startEndlessJob(seen);
    const after = await submitSome(69);
    await endless.shorten();
    const answers = Promise.all([...before, endless.result, ...after].map((result) => fetch(result)));
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
    // The one in hand was begun twice, and no other.
    expect(seen.stalled).toEqual([endless.id]);
    expect(seen.active.length).toBe(101);
    await endless.close();
    await events.close();
  });

  it('leave a long job to the worker that has it', async () => {
    await start({ API_QUEUE_WORKERS: '2' });
    const { events, seen } = await watch();
    const endless = await startEndlessJob(seen);
    const startedAt = Date.now();
    const store = new Redis(redis.url);
    const lastCheckAt = async () => Number(await store.get(`bull:${queueName}:stalled-check`));
    await expect.poll(lastCheckAt).toBeGreaterThan(startedAt + lockMs);
    expect(seen.stalled).toEqual([]);
    // The other worker is free, and what is told of this job comes after what is told of the other one.
    const result = await submit('/cpu/queue?iterations=1000');
    expect(await (await fetch(result)).json()).toEqual({ done: true });
    await expect.poll(() => seen.completed.length).toBe(1);
    expect(seen).toEqual({ active: [endless.id, seen.completed[0]], completed: seen.completed, stalled: [] });
    store.disconnect();
    await endless.close();
    await events.close();
  });

  /** Has the worker at a job that no signal but SIGKILL ends. */
  const holdThread = async (): Promise<HeldJob> => {
    const { events, seen } = await watch();
    const queue = new Queue(queueName, { connection: { url: redis.url } });
    const held = heldJob();
    const { id } = await queue.add(held.name, held.input);
    await expect.poll(() => seen.active).toEqual([id]);
    await Promise.all([queue.close(), events.close()]);
    return held;
  };

  /** Has the worker at an endless job, whose result is asked for. */
  const askForEndlessJob = async () => {
    const { events, seen } = await watch();
    const endless = await startEndlessJob(seen);
    const { sent, status } = ask(endless.result);
    await sent;
    // Asked for later, and answered: the other one has been taken in.
    expect(await ask(`${url}/noop/sync`).status).toBe(200);
    await Promise.all([endless.close(), events.close()]);
    return { status };
  };

  // That the service has ended means that its output is closed, which its workers share.
  it('end with a service that is told to, a job in hand', async () => {
    await start();
    const { status } = await askForEndlessJob();
    api.process.kill('SIGTERM');
    expect(await status).toBe(503);
    const { code, stderr } = await api.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('end with a service whose Redis is gone', async () => {
    await start();
    const noticed = api.logged(({ msg }) => String(msg).startsWith('Redis cannot be reached'));
    await redis.stop();
    await noticed;
    api.process.kill('SIGTERM');
    const { code, stderr } = await api.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('end with a service that is killed, a job in hand', async () => {
    await start();
    const { status } = await askForEndlessJob();
    api.process.kill('SIGKILL');
    expect(await status).toBe('lost');
    expect((await api.ended).signal).toBe('SIGKILL');
  });

  it('end with a service that is killed, the thread of a job held by the kernel', async () => {
    await start();
    const held = await holdThread();
    api.process.kill('SIGKILL');
    expect((await api.ended).signal).toBe('SIGKILL');
    held.remove();
  });

  it('end when they are told to, the thread of a job held by the kernel', async () => {
    await start();
    const held = await holdThread();
    const ended = api.logged(({ msg }) => String(msg).startsWith('a queue worker ended by itself'));
    process.kill(workerPid, 'SIGTERM');
    expect(await ended).toMatchObject({ workerPid, code: null, signal: 'SIGKILL' });
    held.remove();
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
