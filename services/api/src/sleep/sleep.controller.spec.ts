import { performance } from 'node:perf_hooks';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedBody, testApp } from '../testing/test-app.ts';

describe('SleepController', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await testApp({ API_DELAY_SECONDS: '0.3' });
  });
  afterAll(() => app.close());

  const loopBusySeconds = async (path: string): Promise<number> => {
    const before = performance.eventLoopUtilization();
    await app.inject(path);
    return performance.eventLoopUtilization(before).active / 1000;
  };

  it.each(['/sync', '/async'])('answers %s as the article does, after the delay', async (path) => {
    const startedAt = performance.now();
    const { statusCode, body } = await app.inject(path);
    expect((performance.now() - startedAt) / 1000).toBeGreaterThan(0.29);
    expect(statusCode).toBe(200);
    expect(body).toBe(expectedBody(path));
  });

  it('holds the event loop in /sync only', async () => {
    expect(await loopBusySeconds('/sync')).toBeGreaterThan(0.29);
    expect(await loopBusySeconds('/async')).toBeLessThan(0.29);
  });
});
