import { expect, it } from 'vitest';
import { medianInterval } from './median-interval.ts';

it('takes the extremes of 6 values, and the ranks of the binomial tables beyond', () => {
  const values = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
  expect(medianInterval(values(5))).toBeNull();
  expect(medianInterval(values(6))).toEqual({ low: 1, high: 6 });
  expect(medianInterval(values(10))).toEqual({ low: 2, high: 9 });
  expect(medianInterval(values(20))).toEqual({ low: 6, high: 15 });
});
