import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DataFiles } from '../disk/data-files.ts';
import { expectProblem } from '../testing/expect-problem.ts';
import { testApp } from '../testing/test-app.ts';

describe('ProblemFilter', () => {
  let app: NestFastifyApplication;
  const logged = () => vi.spyOn(Logger.prototype, 'error').mockReturnValue();

  beforeAll(async () => {
    app = await testApp();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  afterAll(() => app.close());

  it('answers 404 to a route that there is not', async () => {
    const log = logged();
    expectProblem(await app.inject('/nowhere'), 404, 'Cannot GET /nowhere');
    expectProblem(await app.inject({ method: 'POST', url: '/sync' }), 404, 'Cannot POST /sync');
    expect(log).not.toHaveBeenCalled();
  });

  it('answers 400 to a path and to a body that cannot be read', async () => {
    expectProblem(await app.inject('/%'), 400, "'/%' is not a valid url component");
    const headers = { 'content-type': 'application/json' };
    const malformed = await app.inject({ method: 'POST', url: '/sync', headers, body: '{' });
    expect(malformed.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  });

  it('answers 500 to what nobody foresaw, logs it and tells nothing of it', async () => {
    const log = logged();
    const error = new Error('the secret of line 1');
    vi.spyOn(app.get(DataFiles, { strict: false }), 'readSync').mockImplementation(() => {
      throw error;
    });
    expectProblem(await app.inject('/disk/sync'), 500, 'The service failed to answer this request.');
    expect(log).toHaveBeenCalledExactlyOnceWith(error);
  });
});
