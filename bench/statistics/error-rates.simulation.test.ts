import { describe, expect, it, vi } from 'vitest';
import { drawFamilyOfEquals, drawPair, drawsOf } from './fixtures/draw-samples.ts';
import { type FamilyTest, testFamily } from './test-family.ts';

const seed = Number(process.env.HEADROOM_TEST_SEED ?? Math.floor(Math.random() * 2 ** 32));
console.log(`error rates: HEADROOM_TEST_SEED=${seed}`);
const draws = drawsOf(seed);

vi.setConfig({ testTimeout: 60_000 });

const isAlarm = ({ change }: FamilyTest) => change === 'higher' || change === 'lower';
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** In what share of simulations a statement holds. */
function shareOf(simulations: number, holds: () => boolean): number {
  let count = 0;
  for (let i = 0; i < simulations; i++) if (holds()) count++;
  return count / simulations;
}

describe('A against A', () => {
  it('raises a false alarm anywhere in a family in 2 to 6 % of 6,000 simulations at the 5 % level', () => {
    const rate = shareOf(6_000, () => testFamily(drawFamilyOfEquals(draws)).some(isAlarm));
    console.log(`  false alarms in a family: ${percent(rate)}`);
    expect(rate).toBeGreaterThanOrEqual(0.02);
    expect(rate).toBeLessThanOrEqual(0.06);
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
      const share = found(3_000, 1, 1, 10, 0.05, paired);
      console.log(`  one cell, 10 repeats, 5 % noise, in turns ${paired}: ${percent(share)}`);
      expect(share).toBeGreaterThanOrEqual(0.95);
    },
  );

  it.each([
    { paired: true, changed: 1, simulations: 8_000 },
    { paired: true, changed: 8, simulations: 500 },
    { paired: false, changed: 1, simulations: 700 },
    { paired: false, changed: 8, simulations: 200 },
  ])(
    'is found at 5 % noise in at least 90 % with 12 repeats of eight cells, $changed of them changed (in turns: $paired)',
    ({ paired, changed, simulations }) => {
      const share = found(simulations, 8, changed, 12, 0.05, paired);
      console.log(`  ${changed} of 8 cells, 12 repeats, 5 % noise, in turns ${paired}: ${percent(share)}`);
      expect(share).toBeGreaterThanOrEqual(0.9);
    },
  );

  it('is found at 20 % noise as often as it is', () => {
    for (const paired of [true, false]) {
      const [one, eight] = [found(500, 1, 1, 10, 0.2, paired), found(200, 8, 8, 12, 0.2, paired)];
      console.log(
        `  20 % noise, in turns ${paired}: one cell ${percent(one)}, each of 8 cells ${percent(eight)}`,
      );
      expect(one).toBeGreaterThan(0.05);
    }
  });
});
