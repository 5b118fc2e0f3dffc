import { healthPath } from '@headroom/contract/routes.ts';
import { describe, expect, it } from 'vitest';
import { testApp } from '../testing/test-app.ts';

describe('HealthController', () => {
  it('answers 200 when the service can serve', async () => {
    const app = await testApp();
    const response = await app.inject(healthPath);
    await app.close();
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ status: 'ok' });
  });
});
