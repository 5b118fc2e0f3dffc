import { healthPath } from '@headroom/contract/routes.ts';
import { ServiceUnavailableException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HealthCheckService } from '@nestjs/terminus';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testApp } from '../testing/test-app.ts';

describe('HealthController', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app.close());

  it('answers 200 when the service can serve', async () => {
    const response = await app.inject(healthPath);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ status: 'ok' });
  });

  it("keeps Terminus' body when it cannot", async () => {
    const body = { status: 'error', info: {}, error: { disk: { status: 'down' } }, details: {} };
    vi.spyOn(app.get(HealthCheckService, { strict: false }), 'check').mockRejectedValueOnce(
      new ServiceUnavailableException(body),
    );
    const response = await app.inject(healthPath);
    expect(response.statusCode).toBe(503);
    expect(response.json()).toEqual(body);
  });
});
