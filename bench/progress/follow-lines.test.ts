import { appendFileSync, mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { followLines } from './follow-lines.ts';

const fresh = () => join(mkdtempSync(join(tmpdir(), 'headroom-follow-')), 'subject.log');

it('goes on with what is added to a log whose middle was left out', () => {
  const file = fresh();
  writeFileSync(file, 'one\ntwo\nthree\n');
  const follow = followLines(file);
  expect(follow()).toEqual(['one', 'two', 'three']);
  truncateSync(file, 8);
  expect(follow()).toEqual([]);
  appendFileSync(file, 'four\n');
  expect(follow()).toEqual(['four']);
});

it('passes over the first lines of more than it is to read at a time', () => {
  const file = fresh();
  const follow = followLines(file, 100);
  writeFileSync(file, Array.from({ length: 50_000 }, (_, i) => `line ${i}\n`).join(''));
  const lines = follow();
  expect(lines.at(-1)).toBe('line 49999');
  expect(lines.length).toBeLessThan(10);
  expect(lines[0]).toMatch(/^line 4999\d$/);
  appendFileSync(file, 'the last\n');
  expect(follow()).toEqual(['the last']);
});
