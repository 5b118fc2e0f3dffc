import { expect, it } from 'vitest';
import { clock, instant, inWords, timeOfDay } from './times.ts';

it.each([
  [-3, '0 s'],
  [39.6, '40 s'],
  [119, '119 s'],
  [290, '5 min'],
  [3600, '1 h'],
  [4210, '1 h 10 min'],
])('says that %s seconds are %s', (seconds, words) => expect(inWords(seconds)).toBe(words));

it.each([
  [7.2, '0:07'],
  [750, '12:30'],
  [3605, '1:00:05'],
])('shows %s seconds as %s', (seconds, words) => expect(clock(seconds)).toBe(words));

it('shows instants in the time of the reader', () => {
  const at = new Date(2026, 4, 4, 3, 7, 9).getTime() / 1000;
  expect(instant(at)).toBe('2026-05-04 03:07');
  expect(timeOfDay(at)).toBe('03:07:09');
  expect(instant(null)).toBe('–');
});
