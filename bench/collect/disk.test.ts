import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FaultyDisk, faultyDisk } from '../fixtures/disk-faults.ts';
import { append, placeFolder, pointLink, writeWhole } from './disk.ts';

let folder: string;
let file: string;
let disk: FaultyDisk | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-disk-'));
  file = join(folder, 'file');
});
afterEach(() => disk?.lift());

const fail = (at: number, code: string | null, partly = false) => {
  disk = faultyDisk(folder, { at, code, partly, lasting: false });
};
const names = (calls: readonly string[]) =>
  calls.map((call) => call.replace(folder, '').replace(/\.\d+$/, '.new'));

describe('append', () => {
  it('completes what the system took only a part of', () => {
    fail(2, null, true);
    append(file, Buffer.from('a whole record\n'));
    expect(disk?.failed).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toBe('a whole record\n');
  });

  it('cuts off again what was written before the disk was full', () => {
    writeFileSync(file, 'first\n');
    fail(2, 'ENOSPC', true);
    expect(() => append(file, Buffer.from('second\n'))).toThrow(
      expect.objectContaining({ code: 'BENCH_RESULTS_DISK_FULL' }),
    );
    expect(readFileSync(file, 'utf8')).toBe('first\n');
  });

  it('writes all at once and forces it to disk, and of a new file the name too', () => {
    disk = faultyDisk(folder, null);
    append(file, Buffer.from('first\n'));
    const own = ['openSync /file', 'writeSync /file', 'fsyncSync /file', 'closeSync /file'];
    expect(names(disk.calls)).toEqual([...own, 'openSync ', 'fsyncSync ', 'closeSync ']);
    append(file, Buffer.from('second\n'));
    expect(names(disk.calls).slice(7)).toEqual(own);
  });
});

describe('writeWhole', () => {
  it('lets the file last before its name does', () => {
    disk = faultyDisk(folder, null);
    writeWhole(file, 'text');
    expect(names(disk.calls)).toEqual([
      ...['openSync /file.new', 'writeSync /file.new', 'fsyncSync /file.new', 'closeSync /file.new'],
      ...['renameSync /file.new', 'openSync ', 'fsyncSync ', 'closeSync '],
    ]);
  });

  it.each([1, 2, 3, 4, 5])('leaves what was there when its call %i fails', (at) => {
    writeFileSync(file, 'before');
    fail(at, 'EIO', true);
    expect(() => writeWhole(file, 'after')).toThrow(
      /file cannot be written \(EIO: the disk reports an error\)/,
    );
    expect([readdirSync(folder), readFileSync(file, 'utf8')]).toEqual([['file'], 'before']);
  });
});

it('a link that cannot be pointed leaves nothing', () => {
  fail(3, 'EDQUOT');
  expect(() => pointLink(join(folder, 'latest'), 'x')).toThrow(/your quota on this disk is used up/);
  expect(readdirSync(folder)).toEqual([]);
});

it('of folders that are placed at one name the first stays', () => {
  expect(placeFolder(file, `${file}.1`, 'name', 'first')).toBe(true);
  expect(placeFolder(file, `${file}.2`, 'name', 'second')).toBe(false);
  expect([readdirSync(folder), readFileSync(join(file, 'name'), 'utf8')]).toEqual([['file'], 'first']);
  expect(existsSync(`${file}.2`)).toBe(false);
});
