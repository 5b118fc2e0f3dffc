import { arrivalsDue } from '@headroom/contract/trial-input.ts';
import { describe, expect, it } from 'vitest';
import { arrivalScenario, idleAtCutoff } from './arrivals.ts';
import { metric } from './summary.ts';

const load = { arrivalsPerSecond: 20, vus: 200, warmupSeconds: 2, durationSeconds: 8 };
const of = (answered: number, dropped: number) => ({
  metrics: {
    [metric.openIterations]: { values: { count: answered } },
    dropped_iterations: { values: { count: dropped } },
  },
});

describe('arrivals at a constant rate', () => {
  it('are due from the start on, at even intervals', () => {
    expect([20, 3, 0.5, 0.1].map((rate) => arrivalsDue(rate, 10))).toEqual([200, 30, 5, 1]);
    expect(arrivalsDue(3, 10.1)).toBe(31);
    expect(arrivalsDue(5, 0)).toBe(0);
  });

  it('are sent by users who are all there before the load, also at a fraction a second', () => {
    expect(arrivalScenario({ ...load, arrivalsPerSecond: 0.5 })).toMatchObject({
      ...{ rate: 500, timeUnit: '1000s', preAllocatedVUs: 200, maxVUs: 200, gracefulStop: '0s' },
    });
  });

  it('were in flight at the end when they were neither answered nor dropped', () => {
    expect(200 - idleAtCutoff(load, of(180, 0))).toBe(20);
    expect(200 - idleAtCutoff(load, of(10, 150))).toBe(40);
    expect(idleAtCutoff(load, of(201, 0))).toBe(200);
    expect(idleAtCutoff(load, { metrics: {} })).toBe(0);
  });
});
