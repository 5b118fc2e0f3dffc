import { performance } from 'node:perf_hooks';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectProblem } from '../testing/expect-problem.ts';
import { expectedBody, testApp } from '../testing/test-app.ts';
import { countTo } from './count.ts';

describe('CpuController', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await testApp({ API_CPU_ITERATIONS: '1000' });
  });
  afterAll(() => app.close());

  const loopBusySeconds = async (path: string): Promise<number> => {
    const before = performance.eventLoopUtilization();
    await app.inject(path);
    return performance.eventLoopUtilization(before).active / 1000;
  };

  it.each(['/cpu', '/cpu/pool'])('answers %s as the article does', async (path) => {
    const { statusCode, body } = await app.inject(path);
    expect(statusCode).toBe(200);
    expect(body).toBe(expectedBody(path));
  });

  it('counts in a thread in /cpu/pool', async () => {
    await app.inject('/cpu?iterations=1e6');
    const onLoop = await loopBusySeconds('/cpu?iterations=5e8');
    expect(await loopBusySeconds('/cpu/pool?iterations=5e8')).toBeLessThan(onLoop / 2);
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
  it('works for each iteration', () => {
    const cpuMicroseconds = (iterations: number): number => {
      const before = process.cpuUsage();
      expect(countTo(iterations)).toBe(iterations);
      return process.cpuUsage(before).user;
    };
    cpuMicroseconds(1e6);
    expect(cpuMicroseconds(2e8)).toBeGreaterThan(10 * cpuMicroseconds(1e6));
  });
});
