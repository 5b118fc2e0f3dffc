import { describe, expect, it } from 'vitest';
import { expectedBody, testApp } from '../testing/test-app.ts';
import { countTo } from './count.ts';

describe('CpuController', () => {
  it('answers as the article does', async () => {
    const app = await testApp({ API_CPU_ITERATIONS: '1000' });
    const { statusCode, body } = await app.inject('/cpu');
    await app.close();
    expect(statusCode).toBe(200);
    expect(body).toBe(expectedBody('/cpu'));
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
