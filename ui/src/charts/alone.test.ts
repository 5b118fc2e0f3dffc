import { expect, it } from 'vitest';
import { alone } from './alone.ts';

it.each([
  [[], []],
  [[5], [0]],
  [[5, 6], []],
  [
    [null, 0, null, 1, 2, null, 3],
    [1, 6],
  ],
])('finds in %j the places %j', (values, places) => expect(alone(values)).toEqual(places));
