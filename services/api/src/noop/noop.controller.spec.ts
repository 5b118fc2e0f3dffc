import { describe, expect, it } from 'vitest';
import { expectedBody, testApp } from '../testing/test-app.ts';

describe('NoopController', () => {
  it.each(['/noop/sync', '/noop/async'])('answers %s', async (path) => {
    const app = await testApp();
    const { statusCode, body } = await app.inject(path);
    await app.close();
    expect(statusCode).toBe(200);
    expect(body).toBe(expectedBody(path));
  });
});
