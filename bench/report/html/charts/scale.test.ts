import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadLabels } from './labels.ts';
import { fits, linearScale, logScale, placeOn, rateScale, valueAt } from './scale.ts';

const magnitudes = fc.double({ min: 1e-9, max: 1e12, noNaN: true });

describe('scales', () => {
  it('hold every value, and mark few round ones between', () => {
    fc.assert(
      fc.property(fc.array(magnitudes, { minLength: 1, maxLength: 20 }), (values) => {
        const scale = logScale(values);
        for (const value of values)
          expect(placeOn(scale, value)).toSatisfy((place: number) => place > 0 && place < 1);
        const ticks = scale.ticks as readonly number[];
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        expect(ticks.length).toBeLessThan(10);
        for (const tick of ticks) expect(tick.toExponential()).toMatch(/^[1235]e/);
      }),
    );
  });

  it('are linear from zero while nothing is lost at the foot, then logarithmic', () => {
    expect(rateScale([8, 9])).toMatchObject({ type: 'linear', domain: [0, expect.closeTo(10.08)] });
    expect(rateScale([1, 87]).type).toBe('log');
    expect(rateScale([0, 0])).toMatchObject({ type: 'linear', domain: [0, 1] });
    expect(rateScale([])).toMatchObject({ type: 'linear', domain: [0, 1] });
    expect(logScale([]).domain.every(Number.isFinite)).toBe(true);
  });

  it('say what they cannot show', () => {
    expect([0, null, Number.NaN, 1].map((value) => fits(logScale([1]), value))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(fits(linearScale([1]), 0)).toBe(true);
  });

  it('give the value at a place back', () => {
    for (const scale of [logScale([0.001, 5]), linearScale([3, 70])]) {
      expect(valueAt(scale, placeOn(scale, 2.5))).toBeCloseTo(2.5, 9);
    }
  });
});

describe('spreadLabels', () => {
  it('moves labels apart, in their order, and keeps them on the axis', () => {
    const scale = linearScale([100]);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 12 }),
        (ys) => {
          const labels = ys.map((y, i) => ({ x: 1, y, text: `l${i}`, colour: '' }));
          const places = spreadLabels(labels, scale, 0.07).map(({ y }) => placeOn(scale, y));
          for (const [i, place] of places.entries()) {
            expect(place).toBeGreaterThan(-1e-9);
            expect(place).toBeLessThan(1 + 1e-9);
            if (i > 0) expect(place - (places[i - 1] ?? 0)).toBeGreaterThan(0.07 - 1e-9);
          }
        },
      ),
    );
  });

  it('leaves labels of other ends where they are, and drops those without a word', () => {
    const labels = [
      { x: 1, y: 5, text: 'a', colour: '' },
      { x: 2, y: 5, text: 'b', colour: '' },
      { x: 2, y: 5, text: '', colour: '' },
    ];
    expect(spreadLabels(labels, linearScale([10]), 0.1).map(({ y }) => y)).toEqual([
      expect.closeTo(5),
      expect.closeTo(5),
    ]);
  });
});
