import { expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { loadConfig } from '../config/load-config.ts';
import { planTrials } from './plan-trials.ts';
import { baseGoesFirst } from './take-turns.ts';

const planOf = (seed: number) =>
  planTrials(
    loadConfig([flagSource({ endpoint: '/sync,/async', vus: '1,10', repeats: '7', seed: `${seed}` })]),
  );

it('lets each build go first once within two rounds of a cell', () => {
  const plan = planOf(3);
  for (const [cell, trials] of Map.groupBy(plan.trials, ({ endpoint, vus }) => `${endpoint} ${vus}`)) {
    const first = trials.sort((a, b) => a.repeat - b.repeat).map((trial) => baseGoesFirst(trial, plan));
    for (const round of [0, 2, 4])
      expect(first[round], `${cell}, round ${round + 1}`).toBe(!first[round + 1]);
  }
});

it('is drawn by the seed, and the same for the same plan', () => {
  const order = (seed: number) => planOf(seed).trials.map((trial) => baseGoesFirst(trial, planOf(seed)));
  expect(order(3)).toEqual(order(3));
  expect(new Set([1, 2, 3, 4, 5].map((seed) => order(seed).join())).size).toBe(5);
});
