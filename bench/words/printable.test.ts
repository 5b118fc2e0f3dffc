import { expect, it } from 'vitest';
import { printable } from './printable.ts';

it.each([
  ['\u001b[2Jgone\u0007', '\\u001b[2Jgone\\u0007'],
  ['\u009b31m, \u007f and \0', '\\u009b31m, \\u007f and \\u0000'],
  ['passed\rfailed', 'passed\\u000dfailed'],
  ['\u202egpj.exe\u2066', '\\u202egpj.exe\\u2066'],
  ['\ud800 alone', '\\ud800 alone'],
])('%j is shown as %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

it('leaves alone what can be seen', () => {
  const text = 'one\n\ttwo ± 3 µs … – „ö“ 日本 👍🏽 \\u001b';
  expect(printable(text)).toBe(text);
  expect(printable('one\r\ntwo')).toBe('one\ntwo');
});

it('leaves JSON the JSON that it is', () => {
  const value = { name: '\u009b31m\u202e\ud800\u007f\u001b' };
  expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
});
