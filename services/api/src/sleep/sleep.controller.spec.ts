import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectProblem } from '../testing/expect-problem.ts';
import { fewTurns, loopTurns } from '../testing/loop-turns.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';

describe('SleepController', () => {
  let app: NestFastifyApplication;
  let patient: NestFastifyApplication;

  beforeAll(async () => {
    app = await testApp({ API_DELAY_SECONDS: '0.1' });
    patient = await testApp({ API_DELAY_SECONDS: '60' });
  });
  afterAll(() => Promise.all([app.close(), patient.close()]));

  it.each(['/sync', '/async'])('answers %s as the article does, after the delay', async (path) => {
    const startedAt = performance.now();
    const { statusCode, body } = await app.inject(path);
    expect((performance.now() - startedAt) / 1000).toBeGreaterThan(0.09);
    expect(statusCode).toBe(200);
    expect(body).toBe(expectedBody(path));
  });

  it.each(['/sync', '/async'])('takes on %s as long as the request says', async (path) => {
    const startedAt = performance.now();
    expect((await patient.inject(`${path}?delay=0`)).body).toBe(expectedBody(path));
    expect((performance.now() - startedAt) / 1000).toBeLessThan(30);
  });

  it.each(['/sync', '/async'])('answers 400 on %s to a delay out of bounds', async (path) => {
    for (const delay of ['-1', '61', '', 'long']) {
      const response = await app.inject(`${path}?delay=${delay}`);
      expectProblem(response, 400, `delay is "${delay}", expected a number from 0 to 60.`);
    }
    const twice = await app.inject(`${path}?delay=0&delay=1`);
    expectProblem(twice, 400, 'delay is ["0","1"], expected a number from 0 to 60.');
  });

  it.each(['/sync', '/async'])('draws the wait of %s anew for each request with a sigma', async (path) => {
    // Numbers that make of a minute some microseconds: the test would not end in time otherwise.
    const random = vi.spyOn(Math, 'random').mockReturnValueOnce(0.999).mockReturnValueOnce(0.5);
    expect((await app.inject(`${path}?delay=60&sigma=3`)).body).toBe(expectedBody(path));
    expect(random).toHaveBeenCalledTimes(2);
    await app.inject(`${path}?delay=0&sigma=3`);
    expect(random).toHaveBeenCalledTimes(4);
    random.mockRestore();
  });

  it.each(['/sync', '/async'])('answers 400 on %s to a sigma out of bounds', async (path) => {
    for (const sigma of ['-0.1', '3.1', 'wide']) {
      const response = await app.inject(`${path}?delay=0&sigma=${sigma}`);
      expectProblem(response, 400, `sigma is "${sigma}", expected a number from 0 to 3.`);
    }
  });

  it('holds the event loop in /sync only', async () => {
    expect(await loopTurns(() => app.inject('/sync'))).toBeLessThan(fewTurns);
    await expect.poll(() => loopTurns(() => app.inject('/async'))).toBeGreaterThan(fewTurns);
  });
});
