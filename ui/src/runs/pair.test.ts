import type { RunRow } from '@headroom/contract/live.ts';
import { expect, it } from 'vitest';
import { isComparable, pairOf } from './pair.ts';

const row = (runId: string, more: Partial<RunRow> = {}): RunRow => ({
  runId,
  createdAt: 1,
  preset: null,
  words: '',
  state: 'complete',
  trials: 1,
  hasReport: true,
  ...more,
});
const rows = [row('c'), row('b'), row('a')];

it('has the older run first, in whichever order they were chosen', () => {
  expect(pairOf(rows, new Set(['c', 'a']))).toEqual(['a', 'c']);
  expect(pairOf(rows, new Set(['a', 'b']))).toEqual(['a', 'b']);
});

it('is none of fewer or more than two, nor of runs that are gone', () => {
  expect(pairOf(rows, new Set(['a']))).toBeNull();
  expect(pairOf(rows, new Set(['a', 'b', 'c']))).toBeNull();
  expect(pairOf(rows, new Set(['a', 'gone']))).toBeNull();
});

it('takes only runs that have something to compare', () => {
  expect(isComparable(row('a'))).toBe(true);
  expect(isComparable(row('a', { hasReport: false }))).toBe(false);
  expect(isComparable(row('a', { state: 'running' }))).toBe(false);
});
