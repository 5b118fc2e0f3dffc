import { describe, expect, it } from 'vitest';
import { leastSquares, solve } from './least-squares.ts';

const at = [0, 1, 2, 3, 4];
const residualsOf = ([scale = 0, rate = 0]: readonly number[]) =>
  at.map((x) => (scale * Math.exp(-rate * x) - 5 * Math.exp(-0.7 * x)) / 0.1);
const free = { low: [-100, -100], high: [100, 100] };

describe('leastSquares', () => {
  it('finds the parameters of a curve, and how sure they are', () => {
    const { parameters, misfit, standardErrors } = leastSquares(residualsOf, [1, 0.1], free);
    expect(parameters[0]).toBeCloseTo(5, 3);
    expect(parameters[1]).toBeCloseTo(0.7, 3);
    expect(misfit).toBeLessThan(1e-4);
    expect(standardErrors[0]).toBeGreaterThan(0.05);
    expect(standardErrors[0]).toBeLessThan(0.15);
  });

  it('stays within its bounds', () => {
    const { parameters } = leastSquares(residualsOf, [1, 0.1], { low: [0, 0], high: [4, 10] });
    expect(parameters[0]).toBe(4);
  });

  it('has no certainty in a direction that changes nothing', () => {
    const { standardErrors } = leastSquares(([a = 0]) => [a - 3], [0, 7], free);
    expect(standardErrors[0]).toBeCloseTo(1, 3);
    expect(standardErrors[1]).toBe(Number.POSITIVE_INFINITY);
  });
});

it('solves linear equations whose first pivot is zero', () => {
  const [x, y] = solve(
    [
      [0, 2],
      [3, 1],
    ],
    [4, 5],
  );
  expect([x, y]).toEqual([1, 2]);
});
