import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRunFolder, openRunFolder } from './run-folder.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'headroom-run-folder-'));
});
const now = new Date('2026-01-02T03:04:05.678Z');

it('gives runs of the same second names of their own', () => {
  const names = [1, 2, 3].map(() => createRunFolder(out, 'quick', now).runId);
  expect(names).toEqual(['20260102-030405-quick', '20260102-030405-quick-2', '20260102-030405-quick-3']);
});

describe('the run "latest"', () => {
  const runId = '20260102-030405-quick';
  beforeEach(() => {
    writeFileSync(createRunFolder(out, 'quick', now).manifest, '{}');
  });
  const link = () => join(out, 'latest');
  const opened = () => openRunFolder(out, 'latest').runId;

  it.each([
    ['by its name', () => runId],
    ['by a path of its own', () => join(out, runId)],
    ['by a path from where the results were before', () => `/nowhere/results/${runId}`],
  ])('is the one that a link names %s', (_, target) => {
    symlinkSync(target(), link());
    expect(opened()).toBe(runId);
  });

  it('is also one that is named by way of another link', () => {
    symlinkSync(runId, join(out, 'chosen'));
    symlinkSync('chosen', link());
    expect(opened()).toBe(runId);
  });

  it.each([
    ['a folder', () => mkdirSync(link()), /is a folder, which is no run there; expected 2026/],
    ['a file', () => writeFileSync(link(), 'x'), /is a file, which/],
    ['a link to what is gone', () => symlinkSync('20250101-000000-gone', link()), /is a link to 20250101/],
    ['a link that names itself', () => symlinkSync('latest', link()), /is a link to latest, which/],
    ['nothing', () => undefined, /there is no run "latest" in \S+: expected 20260102-030405-quick or/],
  ])('is none where there is %s', (_, make, message) => {
    make();
    expect(opened).toThrow(
      expect.objectContaining({
        code: 'BENCH_RESULTS_RUN_NOT_FOUND',
        message: expect.stringMatching(message),
      }),
    );
    expect(openRunFolder(out, runId).runId).toBe(runId);
  });

  it('is none where a folder of that name holds a copy of a run', () => {
    mkdirSync(link());
    writeFileSync(join(link(), 'manifest.json'), '{}');
    expect(opened).toThrow(/latest is a folder/);
  });
});
