import { mkdtempSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createRunFolder } from './run-folder.ts';

it('gives runs of the same second names of their own, and points to the latest', () => {
  const out = mkdtempSync(join(tmpdir(), 'headroom-run-folder-'));
  const now = new Date('2026-01-02T03:04:05.678Z');
  const names = [1, 2, 3].map(() => createRunFolder(out, 'quick', now).runId);
  expect(names).toEqual(['20260102-030405-quick', '20260102-030405-quick-2', '20260102-030405-quick-3']);
  expect(readlinkSync(join(out, 'latest'))).toBe('20260102-030405-quick-3');
});
