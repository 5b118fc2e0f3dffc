import { chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { storesFolder } from './stores-folder.ts';

const dead = 4_194_305;

it('is made when it is needed, and takes away what killed processes left', () => {
  const parent = mkdtempSync(join(tmpdir(), 'headroom-test-'));
  const names = [
    `headroom-stores-${dead}-x1Y2z3`,
    `headroom-stores-${dead}`,
    `headroom-stores-${process.ppid}-x`,
    'other',
  ];
  const paths = names.map((name) => join(parent, name));
  for (const path of paths) mkdirSync(path);
  const folder = storesFolder(parent);
  expect(paths.map((path) => existsSync(path))).toEqual([true, true, true, true]);
  const path = folder.make();
  expect(folder.make()).toBe(path);
  expect(lstatSync(path).mode & 0o777).toBe(0o711);
  expect(paths.map((one) => existsSync(one))).toEqual([false, false, true, true]);
  folder.remove();
  expect(existsSync(path)).toBe(false);
});

it('has no name that somebody could have taken before', () => {
  const parent = mkdtempSync(join(tmpdir(), 'headroom-test-'));
  const taken = join(parent, `headroom-stores-${process.pid}`);
  mkdirSync(taken);
  const [one, other] = [storesFolder(parent), storesFolder(parent)];
  expect(new Set([taken, one.make(), other.make()]).size).toBe(3);
});

it.runIf(process.getuid?.() === 0)('leaves alone what belongs to another user', () => {
  const parent = mkdtempSync(join(tmpdir(), 'headroom-test-'));
  const foreign = join(parent, `headroom-stores-${dead}-x1Y2z3`);
  mkdirSync(foreign);
  chownSync(foreign, 65_534, 65_534);
  storesFolder(parent).make();
  expect(existsSync(foreign)).toBe(true);
});
