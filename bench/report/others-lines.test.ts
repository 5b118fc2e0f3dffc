import type { Cell } from '@headroom/contract/report.ts';
import { expect, it } from 'vitest';
import { recordOf, trialOf } from '../analyse/fixtures/records.ts';
import { summariseCell } from '../analyse/summarise-cell.ts';
import { othersLines } from './others-lines.ts';

const cellOf = (vus: number, others: Cell['others'], repeat = [others]): Cell =>
  summariseCell(
    repeat.map((seen) => recordOf(trialOf('/async', vus), { others: seen })),
    { declared: 1, observed: [1] },
    repeat.length,
  );

it('says who took how much of the generator’s CPUs in the window, the most of all cells', () => {
  const names = ['PostgreSQL', 'Prometheus'];
  const cells = [cellOf(1, { names, cpuShare: 0.01 }), cellOf(10, { names, cpuShare: 0.031 })];
  expect(othersLines(cells)).toEqual([
    "PostgreSQL and Prometheus ran on k6's CPUs beside it and took 3.10 % of them in the window at most, beside nest /async at 10 users.",
  ]);
  expect(othersLines([cellOf(1, { names: ['the upstream'], cpuShare: 0.5 })])).toEqual([
    "The upstream ran on k6's CPUs beside it and took 50.0 % of them in the window.",
  ]);
});

it('takes the median over the trials of a cell', () => {
  const [low, high] = [0.02, 0.6].map((cpuShare) => ({ names: ['Prometheus'], cpuShare }));
  const cell = cellOf(1, low ?? null, [low ?? null, high ?? null, low ?? null]);
  expect(cell.others).toEqual(low);
});

it('says nothing where nobody was there or it is not known who was, and says so where only the time is not', () => {
  expect(othersLines([cellOf(1, null), cellOf(10, { names: [], cpuShare: 0 })])).toEqual([]);
  expect(othersLines([cellOf(1, { names: ['Grafana'], cpuShare: null })])).toEqual([
    "Grafana ran on k6's CPUs beside it; how much it took of them cannot be told on this machine.",
  ]);
});
