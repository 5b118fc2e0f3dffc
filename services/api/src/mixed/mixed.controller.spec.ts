import { performance } from 'node:perf_hooks';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectProblem } from '../testing/expect-problem.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';

const paths = ['/mixed/sync', '/mixed/async'];

describe('MixedController', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await testApp({ API_MIXED_DELAY_SECONDS: '0.3', API_MIXED_ITERATIONS: '1000' });
  });
  afterAll(() => app.close());

  const loopBusySeconds = async (path: string): Promise<number> => {
    const before = performance.eventLoopUtilization();
    await app.inject(path);
    return performance.eventLoopUtilization(before).active / 1000;
  };

  it.each(paths)('waits on %s, counts and answers', async (path) => {
    const startedAt = performance.now();
    const { statusCode, body } = await app.inject(path);
    expect((performance.now() - startedAt) / 1000).toBeGreaterThan(0.29);
    expect(statusCode).toBe(200);
    expect(body).toBe(expectedBody(path));
  });

  it('gives the event loop back in /mixed/async while it waits', async () => {
    expect(await loopBusySeconds('/mixed/sync')).toBeGreaterThan(0.29);
    expect(await loopBusySeconds('/mixed/async')).toBeLessThan(0.29);
  });

  it.each(paths)('counts on the event loop in %s', async (path) => {
    const idle = await loopBusySeconds(`${path}?delay=0&iterations=1`);
    expect(await loopBusySeconds(`${path}?delay=0&iterations=5e8`)).toBeGreaterThan(2 * idle);
  });

  it.each(paths)('draws the wait of %s with a sigma', async (path) => {
    // Numbers that make of a minute some microseconds: the test would not end in time otherwise.
    vi.spyOn(Math, 'random').mockReturnValueOnce(0.999).mockReturnValueOnce(0.5);
    expect((await app.inject(`${path}?delay=60&sigma=3`)).body).toBe(expectedBody(path));
    vi.restoreAllMocks();
  });

  it.each(paths)('answers 400 on %s to parameters out of bounds', async (path) => {
    for (const [name, value, expected] of [
      ['delay', '61', 'a number from 0 to 60'],
      ['sigma', '3.1', 'a number from 0 to 3'],
      ['iterations', '0', 'a whole number from 1 to 10000000000'],
    ]) {
      const response = await app.inject(`${path}?${name}=${value}`);
      expectProblem(response, 400, `${name} is "${value}", expected ${expected}.`);
    }
  });
});
