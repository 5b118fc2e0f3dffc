import { expect, it } from 'vitest';
import { medianWithInterval } from './order-statistics.ts';

it('takes the ranks of the sign test', () => {
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
  // Tables of the sign test: n = 6 gives the extremes, n = 21 the 6th and the 16th value, n = 10 the 2nd and 9th.
  expect(medianWithInterval(upTo(6))).toEqual({ median: 3.5, low: 1, high: 6 });
  expect(medianWithInterval(upTo(10))).toEqual({ median: 5.5, low: 2, high: 9 });
  expect(medianWithInterval(upTo(21))).toEqual({ median: 11, low: 6, high: 16 });
});
