import { expect, it } from 'vitest';
import { isWebAddress } from './web-address.ts';

it.each([
  ['http://127.0.0.1:3000/d/x', true],
  ['HTTPS://example.org', true],
  ['javascript:alert(1)//http://', false],
  [' javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['//example.org', false],
])('%j leads elsewhere: %s', (url, isOne) => {
  expect(isWebAddress(url)).toBe(isOne);
});
