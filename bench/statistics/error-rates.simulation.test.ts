import { describe, expect, it } from 'vitest';
import { casesOf, leastOf, mostOf, seed } from '../fixtures/thoroughness.ts';
import { drawFamilyOfEquals, drawPair, drawsOf } from './fixtures/draw-samples.ts';
import { type FamilyTest, testFamily } from './test-family.ts';

console.log(`error rates: HEADROOM_TEST_SEED=${seed}`);
const draws = drawsOf(seed);

const isAlarm = ({ change }: FamilyTest) => change === 'higher' || change === 'lower';
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

const number = (count: number) => count.toLocaleString('en');

describe('A against A', () => {
  const simulations = casesOf(6_000);

  it(`raises a false alarm anywhere in a family in 2 to 6 % of ${number(simulations)} simulations at the 5 % level`, () => {
    const families = Array.from({ length: simulations }, () => testFamily(drawFamilyOfEquals(draws)));
    const rate = families.filter((family) => family.some(isAlarm)).length / simulations;
    console.log(`  false alarms in a family: ${percent(rate)}`);
    expect(rate).toBeGreaterThanOrEqual(leastOf(0.02, simulations));
    expect(rate).toBeLessThanOrEqual(mostOf(0.06, simulations));
  });
});

describe('a true change of 10 %', () => {
  /** Shares of the changed cells that are found to be higher. */
  function found(
    simulations: number,
    cells: number,
    changed: number,
    repeats: number,
    noise: number,
    paired: boolean,
  ) {
    let count = 0;
    for (let i = 0; i < simulations; i++) {
      const pairs = Array.from({ length: cells }, (_, cell) =>
        drawPair(draws, { repeats, paired, noise, ratio: cell < changed ? 1.1 : 1 }),
      );
      count += testFamily(pairs).filter(({ change }, cell) => cell < changed && change === 'higher').length;
    }
    return count / (simulations * changed);
  }

  it.each([{ paired: true }, { paired: false }])(
    'is found at 5 % noise in at least 95 % with 10 repeats of one cell (in turns: $paired)',
    ({ paired }) => {
      const simulations = casesOf(3_000);
      const share = found(simulations, 1, 1, 10, 0.05, paired);
      console.log(`  one cell, 10 repeats, 5 % noise, in turns ${paired}: ${percent(share)}`);
      expect(share).toBeGreaterThanOrEqual(leastOf(0.95, simulations));
    },
  );

  it.each([
    { paired: true, changed: 1, simulations: casesOf(8_000) },
    { paired: true, changed: 8, simulations: casesOf(500) },
    { paired: false, changed: 1, simulations: casesOf(700) },
    { paired: false, changed: 8, simulations: casesOf(200) },
  ])(
    'is found at 5 % noise in at least 90 % with 12 repeats of eight cells, $changed of them changed (in turns: $paired)',
    ({ paired, changed, simulations }) => {
      const share = found(simulations, 8, changed, 12, 0.05, paired);
      console.log(`  ${changed} of 8 cells, 12 repeats, 5 % noise, in turns ${paired}: ${percent(share)}`);
      // Cells of one family are not independent, so that only the families count.
      expect(share).toBeGreaterThanOrEqual(leastOf(0.9, simulations));
    },
  );

  it('is found at 20 % noise as often as it is', () => {
    for (const paired of [true, false]) {
      const one = found(casesOf(500), 1, 1, 10, 0.2, paired);
      const eight = found(casesOf(200), 8, 8, 12, 0.2, paired);
      console.log(
        `  20 % noise, in turns ${paired}: one cell ${percent(one)}, each of 8 cells ${percent(eight)}`,
      );
      expect(one).toBeGreaterThan(leastOf(0.05, casesOf(500)));
    }
  });
});
