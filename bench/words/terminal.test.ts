import { afterEach, expect, it, vi } from 'vitest';
import { complainOfDefect, forTerminal } from './terminal.ts';

afterEach(() => vi.restoreAllMocks());

it.each([
  ['::error file=a::no', '\\u003a:error file=a::no'],
  ['one\n  ::add-mask::e', 'one\n  \\u003a:add-mask::e'],
  ['so ##[group]it is', 'so \\u0023#[group]it is'],
  ['\u001b[31m', '\\u001b[31m'],
])('%j is no order to the runner of a workflow: %j', (text, shown) => {
  expect(forTerminal(text)).toBe(shown);
});

it.each(['it listens on ::1 alone', '::1 is an address', 'a::b', '## a heading'])(
  'leaves %j alone',
  (text) => {
    expect(forTerminal(text)).toBe(text);
  },
);

it('shows a defect with its stack, and without what others put into its message', () => {
  const said: string[] = [];
  vi.spyOn(console, 'error').mockImplementation((line) => said.push(String(line)));
  complainOfDefect(new Error('\u001b]0;mine\u0007'));
  expect(said.join('\n')).toMatch(/BENCH_INTERNAL_DEFECT.*\\u001b]0;mine\\u0007.*terminal\.test\.ts/s);
});
