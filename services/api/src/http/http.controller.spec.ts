import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { expectProblem } from '../testing/expect-problem.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';
import { startTestUpstream, type TestUpstream } from '../testing/test-upstream.ts';

const paths = ['/http/sync', '/http/async'];

describe('HttpController', () => {
  let upstream: TestUpstream;
  let app: NestFastifyApplication;

  const startApp = (env: Readonly<Record<string, string>> = {}) =>
    testApp({ API_UPSTREAM_URL: upstream.url, API_UPSTREAM_TIMEOUT_SECONDS: '0.5', ...env });

  beforeEach(async () => {
    upstream = await startTestUpstream();
    app = await startApp();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await app.close();
    await upstream.stop();
  });

  it.each(paths)('answers %s as the contract has it', async (path) => {
    const response = await app.inject(path);
    expect(response.statusCode).toBe(200);
    expect(response.body).toBe(expectedBody(path));
  });

  it.each(paths)('answers %s with the size and after the delay of the settings', async (path) => {
    const env = { API_UPSTREAM_DELAY_SECONDS: '0.3', API_UPSTREAM_TIMEOUT_SECONDS: '10' };
    for (const bytes of [0, 1_048_576]) {
      const other = await startApp({ ...env, API_UPSTREAM_BYTES: String(bytes) });
      const startedAt = performance.now();
      expect((await other.inject(path)).json()).toEqual({ bytes });
      expect((performance.now() - startedAt) / 1000).toBeGreaterThan(0.29);
      await other.close();
    }
  });

  it.each(paths)('keeps its connections on %s', async (path) => {
    for (let round = 0; round < 10; round += 1) await app.inject(path);
    // The first is free again a turn of the loop after its answer: the next call may be there before.
    expect((await upstream.detour(null)).connections).toBeLessThanOrEqual(2);
  });

  it('has at most as many connections as the settings say, and all calls are answered', async () => {
    const other = await startApp({ API_HTTP_CONNECTIONS: '3', API_UPSTREAM_TIMEOUT_SECONDS: '10' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => other.inject('/http/async')));
    expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true);
    expect((await upstream.detour(null)).connections).toBe(3);
    await other.close();
  });

  const late = 'The upstream did not answer within 0.5 s.';
  const strange = 'The upstream answered with something that is not its reply.';
  const faults: [fault: string, status: number, detail: string][] = [
    ['/fault/hang', 504, late],
    ['/reply?delay=5&bytes=1', 504, late],
    ['/fault/reset', 502, 'The upstream broke the connection off (ECONNRESET).'],
    ['/fault/error', 502, 'The upstream answered with status 500.'],
    ['/nowhere', 502, 'The upstream answered with status 404.'],
    ['/healthz', 502, strange],
  ];

  describe.each(paths)('on %s', (path) => {
    it.each(faults)('tells of %s with %i, and goes on', async (fault, status, detail) => {
      const log = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
      for (let round = 0; round < 2; round += 1) {
        await upstream.detour(fault);
        expectProblem(await app.inject(path), status, detail);
        await upstream.detour(null);
        expect((await app.inject(path)).body).toBe(expectedBody(path));
      }
      expect((await app.inject('/noop/sync')).statusCode).toBe(200);
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

    it('lets go of the upstream when the application closes', async () => {
      await app.inject(path);
      expect((await upstream.detour(null)).open).toBe(1);
      await app.close();
      await vi.waitFor(async () => expect((await upstream.detour(null)).open).toBe(0));
    });
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

  it('ends the thread of /http/sync when the application closes', async () => {
    const exited = new Promise((resolve) => {
      process.once('worker', (thread) => thread.once('exit', resolve));
    });
    await app.inject('/http/sync');
    await app.close();
    expect(await exited).toBe(0);
  });
});
