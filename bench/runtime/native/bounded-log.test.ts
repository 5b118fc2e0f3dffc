import { appendFileSync, closeSync, mkdtempSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openLog } from '../../collect/disk.ts';
import { mostLogBytes } from '../log-limit.ts';
import { boundLog, endOf } from './bounded-log.ts';

const mebibyte = 1024 ** 2;
let folder: string;
let file: string;
let writer: number;
/** Lines that have been written. */
let written: number;
beforeEach(() => {
  vi.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), 'headroom-log-'));
  file = join(folder, 'subject.log');
  writer = openLog(file);
  written = 0;
});
afterEach(() => {
  vi.useRealTimers();
  closeSync(writer);
  rmSync(folder, { recursive: true, force: true });
});

/** As the program does, by its own handle. */
function write(bytes: number): void {
  const lines = Array.from({ length: bytes / 16 }, (_, i) => `${String(written + i).padStart(15, '0')}\n`);
  written += lines.length;
  writeSync(writer, lines.join(''));
}

const size = () => statSync(file).size;
const parts = () => readFileSync(file, 'utf8').split(/\n(… .* left out …) *\n/);

it('leaves logs of the usual length alone', () => {
  const log = boundLog(file);
  write(2 * mostLogBytes);
  vi.advanceTimersByTime(1000);
  expect(size()).toBe(2 * mostLogBytes);
  log.end();
  expect(vi.getTimerCount()).toBe(0);
});

it('keeps beginning and end of one that grows on and on, and counts all that is between', () => {
  const log = boundLog(file);
  for (let i = 0; i < 4; i++) {
    write(25 * mebibyte);
    vi.advanceTimersByTime(1000);
    expect(size()).toBeLessThan(mostLogBytes + 100);
  }
  write(mebibyte);
  log.end();
  const [head = '', said, end = ''] = parts();
  expect(head).toMatch(/^0{15}\n/);
  expect(head.length).toBeCloseTo(mostLogBytes / 2, -2);
  expect(said).toBe('… 91 MiB left out …');
  const numbers = end.trimEnd().split('\n').map(Number);
  expect(numbers.at(-1)).toBe(written - 1);
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, i) => written - numbers.length + i));
  expect(size()).toBeLessThan(mostLogBytes + 100);
});

it('loses nothing that is written after a cut', () => {
  boundLog(file);
  write(25 * mebibyte);
  vi.advanceTimersByTime(1000);
  const before = size();
  writeSync(writer, 'and so on\n');
  expect(size()).toBe(before + 10);
  expect(endOf(file, 10)).toBe('and so on\n');
});

it('is content with a log that somebody has removed', () => {
  const log = boundLog(file);
  rmSync(folder, { recursive: true });
  vi.advanceTimersByTime(1000);
  expect(vi.getTimerCount()).toBe(0);
  log.end();
  expect(endOf(file, 10)).toBe('');
});

it('gives the end of a file in whole characters', () => {
  appendFileSync(file, '€'.repeat(5000));
  expect(endOf(file, 2000)).toBe('€'.repeat(2000));
});
