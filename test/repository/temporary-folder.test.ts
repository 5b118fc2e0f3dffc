import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { setup } from '../support/temporary-folder.ts';

afterEach(() => vi.unstubAllEnvs());

/** An empty folder in the place of the temporary one. */
function emptyParent(): string {
  const parent = mkdtempSync(join(tmpdir(), 'headroom-parent-'));
  vi.stubEnv('TMPDIR', parent);
  vi.stubEnv('HEADROOM_TEST_FOLDER', undefined);
  return parent;
}

it('is one for all tests, and gone after them with all that they left in it', () => {
  const parent = emptyParent();
  const remove = setup();
  mkdirSync(join(mkdtempSync(join(tmpdir(), 'left-behind-')), 'inside'));
  expect(readdirSync(parent)).toEqual([expect.stringMatching(`^headroom-tests-${process.pid}-`)]);
  expect(setup(), 'a second project of the same run').toBeUndefined();
  remove?.();
  expect(readdirSync(parent)).toEqual([]);
});

it('of a run that was killed goes at the next start, and that of a run under way stays', async () => {
  const parent = emptyParent();
  const killed = spawn('sleep', ['60']);
  mkdirSync(join(parent, `headroom-tests-${killed.pid}-x`));
  mkdirSync(join(parent, `headroom-tests-${process.pid}-y`));
  mkdirSync(join(parent, 'of somebody else'));
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  setup()?.();
  expect(readdirSync(parent).toSorted()).toEqual([`headroom-tests-${process.pid}-y`, 'of somebody else']);
});
