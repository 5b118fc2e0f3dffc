import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem } from '../testing/expect-problem.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';

const paths = ['/hash/sync', '/hash/async', '/hash/pool'];

describe('HashController', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app.close());

  it.each(paths)('answers %s as the contract has it', async (path) => {
    const { statusCode, body } = await app.inject(path);
    expect(statusCode).toBe(200);
    expect(body).toBe(expectedBody(path));
  });

  it('has one digest for each cost, the dearest included', async () => {
    for (const cost of [2, 2 ** 10, 2 ** 17]) {
      const answers = await Promise.all(paths.map((path) => app.inject(`${path}?cost=${cost}`)));
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
      expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
      expect(answers[0]?.body).not.toBe(expectedBody('/hash/sync'));
    }
  });

  it('takes its cost from the settings', async () => {
    const cheap = await testApp({ API_HASH_COST: '2' });
    const { body } = await cheap.inject('/hash/async');
    await cheap.close();
    expect(body).toBe((await app.inject('/hash/sync?cost=2')).body);
  });

  it.each(paths)('answers 400 on %s to a cost out of bounds', async (path) => {
    for (const cost of ['1', '1000', '262144', 'high']) {
      const response = await app.inject(`${path}?cost=${cost}`);
      expectProblem(response, 400, `cost is "${cost}", expected a power of two from 2 to 131072.`);
    }
  });
});
