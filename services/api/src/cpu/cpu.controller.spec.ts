import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem } from '../testing/expect-problem.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';
import { threadCpuSeconds } from '../testing/thread-cpu.ts';
import { countTo } from './count.ts';

describe('CpuController', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await testApp({ API_CPU_ITERATIONS: '1000' });
  });
  afterAll(() => app.close());

  it.each(['/cpu', '/cpu/pool'])('answers %s as the article does', async (path) => {
    const { statusCode, body } = await app.inject(path);
    expect(statusCode).toBe(200);
    expect(body).toBe(expectedBody(path));
  });

  it('counts in a thread in /cpu/pool', async () => {
    const onLoopSeconds = (path: string) => threadCpuSeconds(() => app.inject(`${path}?iterations=3e7`));
    expect(await onLoopSeconds('/cpu/pool')).toBeLessThan((await onLoopSeconds('/cpu')) / 2);
  });

  it.each(['/cpu', '/cpu/pool'])('answers 400 on %s to iterations out of bounds', async (path) => {
    for (const iterations of ['0', '1e11', '1.5', 'many']) {
      const response = await app.inject(`${path}?iterations=${iterations}`);
      expectProblem(
        response,
        400,
        `iterations is "${iterations}", expected a whole number from 1 to 10000000000.`,
      );
    }
  });
});

describe('countTo', () => {
  it('works for each iteration', async () => {
    const cpuSeconds = (iterations: number) =>
      threadCpuSeconds(() => expect(countTo(iterations)).toBe(iterations));
    const few = await cpuSeconds(1e6);
    expect(await cpuSeconds(1e8)).toBeGreaterThan(10 * few);
  });
});
