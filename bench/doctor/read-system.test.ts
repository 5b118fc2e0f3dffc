import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openFileLimit,
  readAvailableMemory,
  readFrequency,
  readOpenFileLimit,
  readResultsFolder,
} from './read-system.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'headroom-doctor-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, content: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
}

describe("the CPU's clock", () => {
  it('is read from all CPUs', async () => {
    write('cpu0/cpufreq/scaling_governor', 'schedutil\n');
    write('cpu1/cpufreq/scaling_governor', 'performance\n');
    write('cpu10/cpufreq/scaling_governor', 'performance\n');
    write('cpuidle/cpufreq/scaling_governor', 'other\n');
    expect(await readFrequency(root)).toEqual({ governors: ['performance', 'schedutil'], turbo: null });
  });

  it.each([
    ['intel_pstate/no_turbo', '0\n', true],
    ['intel_pstate/no_turbo', '1\n', false],
    ['cpufreq/boost', '1\n', true],
    ['cpufreq/boost', '0\n', false],
  ])('%s %j means turbo %s', async (file, content, turbo) => {
    write(file, content);
    expect(await readFrequency(root)).toEqual({ governors: [], turbo });
  });

  it('is not known where nothing is shown', async () => {
    expect(await readFrequency(join(root, 'none'))).toEqual({ governors: [], turbo: null });
  });
});

describe('the results folder', () => {
  it('is judged by the nearest folder that exists', async () => {
    const folder = await readResultsFolder(join(root, 'a/b/c'));
    expect(folder).toMatchObject({ path: join(root, 'a/b/c'), obstacle: null });
    expect(folder.freeBytes).toBeGreaterThan(0);
  });

  it('cannot lie below a file', async () => {
    write('file', '');
    const { obstacle } = await readResultsFolder(join(root, 'file/results'));
    expect(obstacle).toBe(`${join(root, 'file')} is not a folder`);
  });
});

describe('the limit of open files', () => {
  it.each([
    ['Max open files            1024                 524288               files', 1024],
    ['Max open files            unlimited            unlimited            files', Number.POSITIVE_INFINITY],
    ['', null],
  ])('in %j is %s', (line, limit) => {
    expect(openFileLimit(`Limit  Soft Limit\n${line}\nMax locked memory  1  2  bytes`)).toBe(limit);
  });
});

it.runIf(process.platform === 'linux')('this machine shows its memory and its limit', async () => {
  expect(await readAvailableMemory()).toBeGreaterThan(0);
  expect(await readOpenFileLimit()).toBeGreaterThan(0);
});
