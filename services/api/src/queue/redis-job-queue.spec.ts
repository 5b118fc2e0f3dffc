import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Queue, Worker } from 'bullmq';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { askInTime } from '../testing/ask-in-time.ts';
import { expectProblem } from '../testing/expect-problem.ts';
import { type HeldJob, heldJob } from '../testing/held-job.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';
import { noRedis, startTestRedis, type TestRedis, withRedis } from '../testing/test-redis.ts';
import { queueName } from './queue-name.ts';
import { QueueWorkers } from './queue-workers.ts';
import { RedisJobQueue } from './redis-job-queue.ts';

const unreachable = 'The job queue cannot be reached: its Redis does not answer.';
const routes = ['/cpu/queue', '/hash/queue'];

/** What the service itself warns of from now on: Nest has a warning of its own, in one line of text. */
const warnings = (): (() => unknown[]) => {
  const log = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
  return () => log.mock.calls.flat().filter((message) => typeof message === 'object');
};

describe.skipIf(noRedis !== undefined)(withRedis('RedisJobQueue'), () => {
  let redis: TestRedis;
  let app: NestFastifyApplication;
  let other: Queue;
  const left = [randomUUID(), randomUUID()];
  let warnedAtStart: unknown[];

  const startApp = (redisUrl: string, env: Readonly<Record<string, string>> = {}) =>
    testApp({ API_QUEUE_WORKERS: '1', API_REDIS_URL: redisUrl, API_CPU_ITERATIONS: '1000', ...env });
  const post = (url: string, to = app) => to.inject({ method: 'POST', url });
  const submit = async (url: string, to = app): Promise<string> => {
    const { statusCode, headers, body } = await post(url, to);
    expect(statusCode, body).toBe(202);
    return String(headers.location);
  };
  /** Whether a job is taken in and done. */
  const worksOffJobs = async (to = app): Promise<boolean> => {
    const { statusCode, headers } = await post('/cpu/queue', to);
    if (statusCode !== 202) return false;
    return (await to.inject(String(headers.location))).body === expectedBody('/cpu/queue');
  };
  /** Puts something on the queue, or asks it, past the service. */
  const onQueue = async <T>(use: (queue: Queue) => Promise<T>): Promise<T> => {
    const queue = new Queue(queueName, { connection: { url: redis.url } });
    try {
      return await use(queue);
    } finally {
      await queue.close();
    }
  };
  /** Has the worker at a job that ends when the test says so. */
  const occupyWorker = async (): Promise<HeldJob> => {
    const job = heldJob();
    await onQueue(async (queue) => {
      await queue.add(job.name, job.input);
      await expect.poll(() => queue.getActiveCount()).toBe(1);
    });
    return job;
  };
  /** Asks for a result that is not there yet, and resolves when it is waited for. */
  const startWaiting = async (location: string) => {
    const answer = app.inject(location);
    // Redis answers in order, so this comes after the look at that job.
    await app.inject(`/cpu/queue/${randomUUID()}`);
    return { answer };
  };

  beforeAll(async () => {
    redis = await startTestRedis();
    other = new Queue('other', { connection: { url: redis.url } });
    await other.add('digest', 2);
    await onQueue((queue) =>
      queue.addBulk(left.map((jobId) => ({ name: 'countTo', data: 1e10, opts: { jobId } }))),
    );
    const warned = warnings();
    app = await startApp(redis.url);
    warnedAtStart = warned();
    // The start of its worker keeps a slow machine so busy that Redis may seem to be gone.
    while (!(await worksOffJobs()));
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  afterAll(async () => {
    await app?.close();
    await redis?.stop();
  });

  it('removes what an earlier run left, says how much that was, and leaves other queues alone', async () => {
    const msg = 'removed the jobs that an earlier run left in the queue';
    expect(warnedAtStart).toEqual([{ msg, waiting: 2, active: 0 }]);
    expect((await app.inject(`/cpu/queue/${left[0]}`)).statusCode).toBe(404);
    expect((await app.inject(await submit('/cpu/queue'))).body).toBe(expectedBody('/cpu/queue'));
    expect(await other.getWaitingCount()).toBe(1);
    await other.close();
  });

  it('takes jobs in with 202, and answers their results as the contract has them', async () => {
    for (const route of routes) {
      const accepted = await post(route);
      expect(accepted.statusCode).toBe(202);
      const { id } = accepted.json();
      expect(accepted.body).toBe(JSON.stringify({ id }));
      expect(accepted.headers.location).toBe(`${route}/${id}`);
      // The second time it is done already.
      for (let round = 0; round < 2; round += 1) {
        const { statusCode, body } = await app.inject(`${route}/${id}`);
        expect(statusCode).toBe(200);
        expect(body).toBe(expectedBody(route));
      }
    }
  });

  it('gives the answers of the other strategies, for parameters too', async () => {
    for (const query of ['', '?cost=2', '?cost=1024']) {
      const bodies = [(await app.inject(await submit(`/hash/queue${query}`))).body];
      for (const strategy of ['sync', 'async', 'pool']) {
        bodies.push((await app.inject(`/hash/${strategy}${query}`)).body);
      }
      expect(new Set(bodies).size).toBe(1);
    }
    const location = await submit('/cpu/queue?iterations=12345');
    expect((await app.inject(location)).body).toBe((await app.inject('/cpu?iterations=12345')).body);
  });

  it('answers all who wait for the same job, and those who come before it is begun', async () => {
    const held = await occupyWorker();
    const locations = await Promise.all(Array.from({ length: 20 }, () => submit('/cpu/queue')));
    const twice = [...locations, ...locations];
    const waiting = await Promise.all(twice.map(startWaiting));
    await held.end();
    const answers = await Promise.all(waiting.map(({ answer }) => answer));
    expect(answers.map(({ body }) => body)).toEqual(twice.map(() => expectedBody('/cpu/queue')));
  });

  it('answers 400 to a parameter out of bounds, and 404 to a job that there is not', async () => {
    expectProblem(
      await post('/hash/queue?cost=3'),
      400,
      'cost is "3", expected a power of two from 2 to 131072.',
    );
    const iterations = 'iterations is "0", expected a whole number from 1 to 10000000000.';
    expectProblem(await post('/cpu/queue?iterations=0'), 400, iterations);
    const id = (await submit('/cpu/queue')).split('/').at(-1);
    // Unknown, keys of the queue's own in Redis, and a job of the other route's.
    for (const unknown of [randomUUID(), '1', 'wait', 'meta', `${id}:lock`]) {
      expectProblem(await app.inject(`/cpu/queue/${unknown}`), 404, `There is no job ${unknown}.`);
    }
    expectProblem(await app.inject(`/hash/queue/${id}`), 404, `There is no job ${id}.`);
  });

  it('answers 500 to a job that failed, before and after, and goes on', async () => {
    const jobId = randomUUID();
    // scrypt refuses a cost that is no power of two.
    const inHand = onQueue(async (queue) => {
      await queue.add('digest', 3, { jobId });
      return app.inject(`/hash/queue/${jobId}`);
    });
    expectProblem(await inHand, 500, 'The job failed in its worker process.');
    expectProblem(await app.inject(`/hash/queue/${jobId}`), 500, 'The job failed in its worker process.');
    expect((await app.inject(await submit('/hash/queue'))).body).toBe(expectedBody('/hash/queue'));
  });

  it('does not take a loop that was blocked for a Redis that is silent', async () => {
    const [accepted] = await Promise.all([post('/cpu/queue'), app.inject('/sync?delay=2.1')]);
    expect(accepted.statusCode).toBe(202);
  });

  it('shares the queue with a process that has no workers of its own', async () => {
    const held = await occupyWorker();
    const first = await submit('/cpu/queue');
    const second = new RedisJobQueue({ redisUrl: redis.url, timeoutSeconds: 120, workers: undefined });
    await second.start();
    await held.end();
    const id = await second.submit('countTo', 1000);
    expect(await second.result('countTo', id)).toEqual({ input: 1000, output: 1000 });
    expect((await app.inject(first)).body).toBe(expectedBody('/cpu/queue'));
    await second.close();
    expect((await app.inject(await submit('/cpu/queue'))).statusCode).toBe(200);
  });

  it('keeps finished jobs within bounds', async () => {
    const location = await submit('/cpu/queue');
    const job = await onQueue((queue) => queue.getJob(String(location.split('/').at(-1))));
    const bounds = { age: 600, count: 10_000 };
    expect(job?.opts).toMatchObject({ removeOnComplete: bounds, removeOnFail: bounds });
  });

  it('answers 504 when the job takes too long, and its result later', async () => {
    // In their place stands a worker of the test's own, which begins late.
    vi.spyOn(QueueWorkers.prototype, 'start').mockResolvedValue();
    const second = await startTestRedis();
    onTestFinished(() => second.stop());
    const hasty = await startApp(second.url, { API_QUEUE_TIMEOUT_SECONDS: '0.1' });
    const location = await submit('/cpu/queue', hasty);
    expectProblem(await hasty.inject(location), 504, 'The job was not finished within 0.1 s.');
    const worker = new Worker(queueName, async ({ data }) => data, { connection: { url: second.url } });
    expect((await askInTime(hasty, location)).body).toBe(expectedBody('/cpu/queue'));
    await worker.close();
    await hasty.close();
  });

  describe('without a Redis', () => {
    it('starts, answers 503 at once, serves everything else, and opens when there is one', async () => {
      const port = await freePort();
      const warned = warnings();
      const waiting = await startApp(`redis://127.0.0.1:${port}`);
      for (const route of routes) {
        expectProblem(await post(route, waiting), 503, unreachable);
        expectProblem(await waiting.inject(`${route}/${randomUUID()}`), 503, unreachable);
      }
      expect((await waiting.inject('/cpu/pool')).body).toBe(expectedBody('/cpu/pool'));
      const msg = 'Redis cannot be reached: start it, or set API_REDIS_URL';
      expect(warned()).toEqual([{ msg, reason: 'ECONNREFUSED' }]);
      const second = await startTestRedis(port);
      onTestFinished(() => second.stop());
      await expect.poll(() => worksOffJobs(waiting)).toBe(true);
      await waiting.close();
    });

    it('answers 503 when it goes, to those who wait too, and works again when it is back', async () => {
      warnings();
      const held = await occupyWorker();
      const location = await submit('/cpu/queue');
      const { answer } = await startWaiting(location);
      await redis.stop();
      expectProblem(await answer, 503, unreachable);
      expectProblem(await post('/cpu/queue'), 503, unreachable);
      expectProblem(await app.inject(location), 503, unreachable);
      // It held everything in memory.
      redis = await startTestRedis(redis.port);
      await held.end();
      await expect.poll(async () => (await app.inject(location)).statusCode).toBe(404);
      expectProblem(await app.inject(location), 404, `There is no job ${location.slice(11)}.`);
      await expect.poll(() => worksOffJobs()).toBe(true);
    });

    it('answers 503 within seconds when it falls silent, and works again when it speaks', async () => {
      warnings();
      const held = await occupyWorker();
      const { answer } = await startWaiting(await submit('/cpu/queue'));
      redis.process.kill('SIGSTOP');
      const refused = post('/hash/queue');
      expectProblem(await answer, 503, unreachable);
      expectProblem(await refused, 503, unreachable);
      redis.process.kill('SIGCONT');
      await held.end();
      await expect.poll(() => worksOffJobs()).toBe(true);
    });
  });
});

describe('a queue without workers', () => {
  it('answers 503 with the setting to set, and looks for no Redis', async () => {
    let connections = 0;
    const listener = createServer(() => {
      connections += 1;
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const app = await testApp({
      API_REDIS_URL: `redis://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    });
    const detail = 'There are no queue workers: set API_QUEUE_WORKERS to how many there shall be.';
    for (const url of routes) {
      expectProblem(await app.inject({ method: 'POST', url }), 503, detail);
      expectProblem(await app.inject(`${url}/${randomUUID()}`), 503, detail);
    }
    await app.close();
    listener.close();
    expect(connections).toBe(0);
  });
});
