import { describe, expect, it } from 'vitest';
import { judge, rangesOf, readNumber, usersRange } from './ranges.ts';

it.each([
  ['10', 10],
  [' 0.5 ', 0.5],
  ['0,5', 0.5],
  ['.5', 0.5],
  ['-2', -2],
  ['', null],
  ['1e3', null],
  ['0x10', null],
  ['1,000,5', null],
])('reads %j as %s', (text, number) => expect(readNumber(text, false)).toBe(number));

describe('a whole number of users', () => {
  const users = usersRange(5000);
  const expected = 'expected a whole number of users from 1 to 1000';

  it.each(['1', '1000', ' 20 '])('takes %j', (text) => {
    expect(judge(text, users)).toEqual({ value: Number(text) });
  });

  it.each(['1,000', '1.000', '1 000', "1'000"])('takes %j for no number', (text) => {
    expect(judge(text, users)).toEqual({
      error: `${JSON.stringify(text)}: ${expected}, without separators`,
    });
  });

  it.each([
    ['', expected],
    ['1e2', `"1e2": ${expected}`],
    ['2.5', `"2.5": ${expected}`],
    ['0', `0: ${expected}`],
    ['1001', `1001: ${expected}`],
  ])('says of %j what it takes', (text, error) => expect(judge(text, users)).toEqual({ error }));

  it('keeps to the limit of the lab', () => {
    expect(judge('201', usersRange(200))).toEqual({
      error: '201: expected a whole number of users from 1 to 200',
    });
  });
});

it('says of seconds from when to when', () => {
  const { durationSeconds } = rangesOf(1000);
  expect(judge('1e9', durationSeconds)).toEqual({ error: '"1e9": expected seconds from 1 to 3600' });
  expect(judge('2,5', durationSeconds)).toEqual({ value: 2.5 });
});
