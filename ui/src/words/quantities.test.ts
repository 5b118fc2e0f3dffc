import { describe, expect, it } from 'vitest';
import { formatCount, formatRate, formatSeconds, formatShare } from './quantities.ts';

describe('formatSeconds', () => {
  it.each([
    [null, '–'],
    [0, '0 s'],
    [0.000_05, '50.0 µs'],
    [0.001, '1.00 ms'],
    [0.0123, '12.3 ms'],
    [0.9994, '999 ms'],
    [1.149, '1.15 s'],
    [10.04, '10.0 s'],
    [101.2, '101 s'],
  ])('%s is %s', (seconds, words) => expect(formatSeconds(seconds)).toBe(words));
});

describe('formatRate', () => {
  it.each([
    [null, '–'],
    [0, '0.00'],
    [0.99, '0.99'],
    [8.695, '8.70'],
    [87.04, '87.0'],
    [999.6, '1000'],
    [12_345.6, '12346'],
  ])('%s is %s', (rate, words) => expect(formatRate(rate)).toBe(words));
});

it('shows shares as per cent', () => {
  expect(formatShare(0.034)).toBe('3.40 %');
  expect(formatShare(2.5)).toBe('250 %');
});

it('shows counts, and what is not one as a dash', () => {
  expect(formatCount(17)).toBe('17');
  expect(formatCount(Number.NaN)).toBe('–');
});
