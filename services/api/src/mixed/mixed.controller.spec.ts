import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { countTo } from '../cpu/count.ts';
import { expectProblem } from '../testing/expect-problem.ts';
import { fewTurns, loopTurns } from '../testing/loop-turns.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';
import { threadCpuSeconds } from '../testing/thread-cpu.ts';

const paths = ['/mixed/sync', '/mixed/async'];

describe('MixedController', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await testApp({ API_MIXED_DELAY_SECONDS: '0.1', API_MIXED_ITERATIONS: '1000' });
  });
  afterAll(() => app.close());

  it.each(paths)('waits on %s, counts and answers', async (path) => {
    const startedAt = performance.now();
    const { statusCode, body } = await app.inject(path);
    expect((performance.now() - startedAt) / 1000).toBeGreaterThan(0.09);
    expect(statusCode).toBe(200);
    expect(body).toBe(expectedBody(path));
  });

  it('gives the event loop back in /mixed/async while it waits', async () => {
    expect(await loopTurns(() => app.inject('/mixed/sync'))).toBeLessThan(fewTurns);
    await expect.poll(() => loopTurns(() => app.inject('/mixed/async'))).toBeGreaterThan(fewTurns);
  });

  it.each(paths)('counts on the event loop in %s', async (path) => {
    const iterations = 1e8;
    const counting = await threadCpuSeconds(() => countTo(iterations));
    const asked = await threadCpuSeconds(() => app.inject(`${path}?delay=0&iterations=${iterations}`));
    // The same counting costs twice as much where another program shares the core; a request without it, a hundredth.
    expect(asked).toBeGreaterThan(counting / 10);
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
