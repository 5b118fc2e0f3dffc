import fc from 'fast-check';
import { expect, it } from 'vitest';
import { holm } from './holm.ts';

it('steps down, keeps the order given, and stays within 1', () => {
  // Multiplied by 4, 3, 2 and 1, and never below what came before.
  const adjusted = holm([0.04, 0.005, 0.03, 0.01]);
  for (const [index, expected] of [0.06, 0.02, 0.06, 0.03].entries())
    expect(adjusted[index]).toBeCloseTo(expected, 12);
  expect(holm([0.9, 0.6])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
  expect(holm([0.03])).toEqual([0.03]);
});

it('never lowers a p-value nor changes which is smaller, and is at most Bonferroni', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (pValues) => {
      const adjusted = holm(pValues);
      for (const [i, p] of pValues.entries()) {
        expect(adjusted[i]).toBeGreaterThanOrEqual(p);
        expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, p * pValues.length));
        for (const [j, other] of pValues.entries())
          if (p < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] as number);
      }
    }),
  );
});
