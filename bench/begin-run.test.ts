import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { trialOf } from './analyse/fixtures/records.ts';
import { beginRun } from './begin-run.ts';
import { readManifest } from './collect/manifest.ts';
import { openRunFolder } from './collect/run-folder.ts';
import { manifestOf } from './fixtures/manifest.ts';
import { beginPair } from './pair.ts';
import { type FakeRuntime, fakeRuntime } from './runtime/fake/fake-runtime.ts';

let out: string;
let said: string[];
let runtime: FakeRuntime;
beforeEach(() => {
  out = join(mkdtempSync(join(tmpdir(), 'headroom-begin-')), 'results');
  said = [];
  runtime = fakeRuntime(() => ({ serviceSeconds: 1, blocking: false }));
});

const prepared = () => {
  const { runId: _, ...manifest } = manifestOf([trialOf('/async', 1)]);
  return { manifest, runtime };
};
const say = (line: string) => said.push(line);
const begin = () => beginRun(out, prepared(), say);
const link = () => join(out, 'latest');

describe('a run that begins', () => {
  it('has its manifest, and is the latest', async () => {
    const { run } = await begin();
    expect(readlinkSync(link())).toBe(run.runId);
    expect(readManifest(openRunFolder(out, 'latest')).runId).toBe(run.runId);
    expect((await begin()).run.runId).toBe(readlinkSync(link()));
    expect([said, runtime.events]).toEqual([[], []]);
  });

  it.each([
    [
      'a folder',
      () => mkdirSync(join(link(), 'kept'), { recursive: true }),
      /latest is a folder, where the link/,
    ],
    ['a file', () => writeFileSync(link(), 'kept'), /latest is a file, where the link/],
  ])('goes on where %s is called latest, which stays, and says so in one line', async (_, make, message) => {
    mkdirSync(out);
    make();
    const { run } = await begin();
    expect(readManifest(run).runId).toBe(run.runId);
    expect(said).toEqual([expect.stringMatching(message)]);
    expect(said[0]).toMatch(new RegExp(`^[^\\n]* this run is called ${run.runId}\\. Move it away`));
    expect(existsSync(join(link(), 'kept')) || readFileSync(link(), 'utf8') === 'kept').toBe(true);
    const lanes = await beginPair(out, [prepared(), prepared()], [], say);
    expect(said[1]).toContain(lanes[1].run.runId);
  });

  it.each([
    ['leads to what is gone', '20250101-000000-gone'],
    ['names itself', 'latest'],
  ])('takes the place of a link that %s', async (_, target) => {
    mkdirSync(out);
    symlinkSync(target, link());
    const { run } = await begin();
    expect([readlinkSync(link()), said]).toEqual([run.runId, []]);
  });

  it('leaves no folder and no runtime where it cannot begin', async () => {
    // A file is in the way of every folder below it.
    writeFileSync(out, '');
    const refusal = { code: 'BENCH_RESULTS_NOT_WRITABLE', message: expect.stringContaining('--out') };
    await expect(begin()).rejects.toMatchObject(refusal);
    await expect(beginPair(out, [prepared(), prepared()], [], say)).rejects.toMatchObject(refusal);
    expect(runtime.events).toEqual(['closed', 'closed']);
  });

  it('leaves neither folder of a pair where one manifest cannot be written', async () => {
    const circular = prepared();
    Object.assign(circular.manifest, { findings: 1n });
    await expect(beginPair(out, [prepared(), circular], [], say)).rejects.toThrow(TypeError);
    expect(readdirSync(out)).toEqual([]);
  });
});
