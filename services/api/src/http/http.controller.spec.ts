import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { askInTime, askThread } from '../testing/ask-in-time.ts';
import { expectProblem } from '../testing/expect-problem.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';
import { startTestUpstream, type TestUpstream } from '../testing/test-upstream.ts';

const paths = ['/http/sync', '/http/async'];

describe('HttpController', () => {
  let upstream: TestUpstream;

  const startApp = (env: Readonly<Record<string, string>> = {}) => {
    const defaults = { API_UPSTREAM_DELAY_SECONDS: '0', API_UPSTREAM_TIMEOUT_SECONDS: '120' };
    return testApp({ API_UPSTREAM_URL: upstream.url, ...defaults, ...env });
  };

  /** How many connections the upstream gets while `work` goes on. */
  const newConnections = async (work: () => Promise<unknown>): Promise<number> => {
    const before = (await upstream.detour(null)).connections;
    await work();
    return (await upstream.detour(null)).connections - before;
  };

  beforeAll(async () => {
    upstream = await startTestUpstream();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  afterAll(() => upstream.stop());

  describe('in an application that all have in common', () => {
    let app: NestFastifyApplication;
    /** Waits but a moment. */
    let hasty: NestFastifyApplication;

    beforeAll(async () => {
      app = await startApp();
      hasty = await startApp({ API_UPSTREAM_TIMEOUT_SECONDS: '0.3' });
      await askThread(hasty, '/http/sync');
    });
    afterAll(() => Promise.all([app.close(), hasty.close()]));

    it.each(paths)('answers %s as the contract has it', async (path) => {
      const response = await app.inject(path);
      expect(response.statusCode).toBe(200);
      expect(response.body).toBe(expectedBody(path));
    });

    it.each(paths)('keeps its connections on %s', async (path) => {
      const connections = await newConnections(async () => {
        for (let round = 0; round < 10; round += 1) await app.inject(path);
      });
      // The first is free again a turn of the loop after its answer: the next call may be there before.
      expect(connections).toBeLessThanOrEqual(2);
    });

    const late = 'The upstream did not answer within 0.3 s.';
    const strange = 'The upstream answered with something that is not its reply.';
    const faults: [fault: string, status: number, detail: string][] = [
      ['/fault/hang', 504, late],
      ['/reply?delay=60&bytes=1', 504, late],
      ['/fault/reset', 502, 'The upstream broke the connection off (ECONNRESET).'],
      ['/fault/error', 502, 'The upstream answered with status 500.'],
      ['/nowhere', 502, 'The upstream answered with status 404.'],
      ['/healthz', 502, strange],
    ];

    describe.each(paths)('on %s', (path) => {
      it.each(faults)('tells of %s with %i, and goes on', async (fault, status, detail) => {
        const log = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
        const asked = status === 504 ? hasty : app;
        for (let round = 0; round < 2; round += 1) {
          await upstream.detour(fault);
          expectProblem(await asked.inject(path), status, detail);
          await upstream.detour(null);
          expect((await askInTime(asked, path)).body).toBe(expectedBody(path));
        }
        expect((await asked.inject('/noop/sync')).statusCode).toBe(200);
        expect(log).not.toHaveBeenCalled();
      });

      it('tells of an upstream that is not there with 502, and finds it when it is', async () => {
        expect((await app.inject(path)).statusCode).toBe(200);
        await upstream.stop();
        const refused = await app.inject(path);
        expect(refused.statusCode).toBe(502);
        expectProblem(await app.inject(path), 502, 'The upstream cannot be reached (ECONNREFUSED).');
        upstream = await startTestUpstream(upstream.port);
        expect((await app.inject(path)).body).toBe(expectedBody(path));
      });
    });
  });

  describe('with the size and the delay of the settings', () => {
    const sizes = [0, 1_048_576];
    let apps: NestFastifyApplication[];

    beforeAll(async () => {
      const env = { API_UPSTREAM_DELAY_SECONDS: '0.1' };
      apps = await Promise.all(sizes.map((bytes) => startApp({ ...env, API_UPSTREAM_BYTES: String(bytes) })));
    });
    afterAll(() => Promise.all(apps.map((app) => app.close())));

    it.each(paths)('answers %s', async (path) => {
      for (const [index, app] of apps.entries()) {
        const startedAt = performance.now();
        expect((await app.inject(path)).json()).toEqual({ bytes: sizes[index] });
        expect((performance.now() - startedAt) / 1000).toBeGreaterThan(0.09);
      }
    });
  });

  describe('in an application of its own', () => {
    let app: NestFastifyApplication;

    beforeEach(async () => {
      app = await startApp({ API_HTTP_CONNECTIONS: '3' });
      // Those of the application before.
      await expect.poll(async () => (await upstream.detour(null)).open).toBe(0);
    });
    afterEach(() => app.close());

    it('has at most as many connections as the settings say, and all calls are answered', async () => {
      const connections = await newConnections(async () => {
        const answers = await Promise.all(Array.from({ length: 20 }, () => app.inject('/http/async')));
        expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true);
      });
      expect(connections).toBe(3);
    });

    it.each(paths)('lets go of the upstream after %s when it closes', async (path) => {
      await app.inject(path);
      expect((await upstream.detour(null)).open).toBe(1);
      await app.close();
      await expect.poll(async () => (await upstream.detour(null)).open).toBe(0);
    });

    it('answers 500 on /http/sync when its thread ends, logs why, and serves the next', async () => {
      const log = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
      const started = new Promise<Worker>((resolve) => process.once('worker', resolve));
      await app.inject('/http/sync');
      const thread = await started;
      thread.postMessage({ id: 0, args: ['end'] });
      await once(thread, 'exit');
      expectProblem(await app.inject('/http/sync'), 500, 'The thread that calls the upstream failed.');
      expect(log).toHaveBeenCalledOnce();
      expect((await app.inject('/http/sync')).body).toBe(expectedBody('/http/sync'));
    });

    it('ends the thread of /http/sync when it closes', async () => {
      const exited = new Promise((resolve) => {
        process.once('worker', (thread) => thread.once('exit', resolve));
      });
      await app.inject('/http/sync');
      await app.close();
      expect(await exited).toBe(0);
    });
  });
});
