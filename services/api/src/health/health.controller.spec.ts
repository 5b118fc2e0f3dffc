import { healthPath } from '@headroom/contract/routes.ts';
import { ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService } from '@nestjs/terminus';
import { describe, expect, it, vi } from 'vitest';
import { testApp } from '../testing/test-app.ts';

describe('HealthController', () => {
  it('answers 200 when the service can serve', async () => {
    const app = await testApp();
    const response = await app.inject(healthPath);
    await app.close();
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ status: 'ok' });
  });

  it("keeps Terminus' body when it cannot", async () => {
    const app = await testApp();
    const body = { status: 'error', info: {}, error: { disk: { status: 'down' } }, details: {} };
    vi.spyOn(app.get(HealthCheckService, { strict: false }), 'check').mockRejectedValue(
      new ServiceUnavailableException(body),
    );
    const response = await app.inject(healthPath);
    await app.close();
    expect(response.statusCode).toBe(503);
    expect(response.json()).toEqual(body);
  });
});
