import { expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { loadConfig } from '../config/load-config.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { leaveOut } from './leave-out.ts';

const plan = planTrials(loadConfig([flagSource({ endpoint: '/async,/db/async,/cpu/queue', vus: '10' })]));

it('takes off what the machine lacks, and names the cells with the reason', () => {
  const { plan: left, leftOut } = leaveOut(plan, new Map([['postgres', 'no PostgreSQL']]));
  expect(new Set(left.trials.map(({ endpoint }) => endpoint))).toEqual(new Set(['/async', '/cpu/queue']));
  expect(leftOut).toEqual([{ cells: ['nest /db/async at 10 users'], reason: 'no PostgreSQL' }]);
});

it('names the rate of an open load', () => {
  const open = planTrials(loadConfig([flagSource({ endpoint: '/async,/db/async', rate: '5' })]));
  expect(leaveOut(open, new Map([['postgres', 'none']])).leftOut[0]?.cells).toEqual([
    'nest /db/async at 5 requests/s',
  ]);
});

it('leaves a plan alone where nothing is missing', () => {
  expect(leaveOut(plan, new Map())).toEqual({ plan, leftOut: [] });
});
