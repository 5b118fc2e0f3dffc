import { quantilePercents } from '@headroom/contract/generator-summary.ts';
import { describe, expect, it } from 'vitest';
import { quantile } from '../model/trial-figures.ts';
import { median } from '../statistics/median.ts';
import { isDrifting } from './settled.ts';

describe('median', () => {
  it('is of the values that are there', () => {
    expect(median([3, null, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([null])).toBeNull();
  });
});

describe('quantile', () => {
  const latency = { mean: 1, min: 0, max: 2, quantiles: [...quantilePercents] };
  it('is given only where five values lie beyond it', () => {
    expect(quantile(latency, 95, 100)).toBe(95);
    expect(quantile(latency, 95, 99)).toBeNull();
    expect(quantile(latency, 99, 500)).toBe(99);
    expect(quantile(latency, 50, 9)).toBeNull();
  });
});

describe('isDrifting', () => {
  const series = (rates: number[]) =>
    rates.map((answered, i) => ({ atSeconds: i + 1, answered, medianLatencySeconds: null }));
  it('sees a rate that is still growing', () => {
    expect(isDrifting(series([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]), 0, 10)).toBe(true);
  });
  it('takes chance for chance', () => {
    expect(isDrifting(series([90, 100, 95, 85, 92, 97, 88, 91, 99, 93]), 0, 10)).toBe(false);
    expect(isDrifting(series([1, 0, 1, 1, 1, 1, 1, 0, 1, 1]), 0, 10)).toBe(false);
  });
  it('says nothing of a short window', () => {
    expect(isDrifting(series([1, 2, 3, 4, 5]), 0, 5)).toBeNull();
  });
});
