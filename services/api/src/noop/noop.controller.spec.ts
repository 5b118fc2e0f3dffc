import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedBody, testApp } from '../testing/test-app.ts';

describe('NoopController', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app.close());

  it.each(['/noop/sync', '/noop/async'])('answers %s', async (path) => {
    const { statusCode, body } = await app.inject(path);
    expect(statusCode).toBe(200);
    expect(body).toBe(expectedBody(path));
  });
});
