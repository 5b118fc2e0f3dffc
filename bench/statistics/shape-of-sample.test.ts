import { describe, expect, it } from 'vitest';
import { shapeOf } from './shape-of-sample.ts';

const scaled = (values: readonly number[], share: number) => values.map((value) => 100 * (1 + share * value));

describe('the shape of a sample', () => {
  it('names the value that lies far from the others, unless it is by less than one would notice', () => {
    const values = [0.1, -0.1, 0.05, 0, -0.05, 5, 0.08, -0.08];
    expect(shapeOf(scaled(values, 0.1)).outliers).toEqual([5]);
    expect(shapeOf(scaled(values, 0.003)).outliers).toEqual([]);
  });

  it('sees two groups and a trend where they matter, and none in neighbouring counts', () => {
    const groups = [0, 1, 0.02, 1.02, 0.01, 0.99, 1.01, 0, 0.03, 1];
    expect(shapeOf(scaled(groups, 0.2))).toMatchObject({ bimodal: true, drifts: false });
    expect(shapeOf(scaled(groups, 0.02)).bimodal).toBe(false);
    const rising = Array.from({ length: 10 }, (_, i) => i);
    expect(shapeOf(scaled(rising, 0.02))).toMatchObject({ drifts: true });
    expect(shapeOf(scaled(rising, 0.002)).drifts).toBe(false);
  });

  it('is of nothing where there is nothing', () => {
    expect(shapeOf([])).toEqual({ outliers: [], bimodal: false, drifts: false });
  });
});
