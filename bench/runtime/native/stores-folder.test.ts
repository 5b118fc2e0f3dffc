import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { storesFolder } from './stores-folder.ts';

it('is made when it is needed, and takes away what killed processes left', () => {
  const parent = mkdtempSync(join(tmpdir(), 'headroom-test-'));
  const [dead, alive, other] = ['headroom-stores-4194305', `headroom-stores-${process.ppid}`, 'other'].map(
    (name) => join(parent, name),
  ) as [string, string, string];
  for (const folder of [dead, alive, other]) mkdirSync(folder);
  const folder = storesFolder(parent);
  expect(existsSync(folder.path)).toBe(false);
  expect(existsSync(folder.make())).toBe(true);
  expect(folder.make()).toBe(folder.path);
  expect([dead, alive, other].map((path) => existsSync(path))).toEqual([false, true, true]);
});
