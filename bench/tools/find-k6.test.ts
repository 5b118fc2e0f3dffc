import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeK6, fakeProgram } from './fixtures/fake-program.ts';
import { setUpWorkbench, type Workbench } from './fixtures/workbench.ts';

let bench: Workbench;
beforeEach(() => {
  bench = setUpWorkbench();
});
afterEach(() => bench.remove());

describe('a k6 named by HEADROOM_K6', () => {
  const named = (path: string) => bench.find({ variables: { HEADROOM_K6: path } });

  it('is used before any other', async () => {
    fakeK6(join(bench.bin, 'k6'), 'v2.2.0');
    const path = fakeK6(join(bench.root, 'my-k6'), 'v2.9.1');
    expect(await named(path)).toEqual({ path, version: 'v2.9.1', source: 'named' });
  });

  it('must exist', async () => {
    fakeK6(join(bench.bin, 'k6'), 'v2.2.0');
    await expect(named('/nowhere/k6')).rejects.toMatchObject({
      code: 'BENCH_TOOLS_K6_UNUSABLE',
      message: expect.stringMatching(/HEADROOM_K6 is "\/nowhere\/k6".*does not exist.*Expected.*unset it/s),
    });
  });

  it('must be a program', async () => {
    mkdirSync(join(bench.root, 'folder'));
    await expect(named(join(bench.root, 'folder'))).rejects.toMatchObject({
      code: 'BENCH_TOOLS_K6_UNUSABLE',
      message: expect.stringContaining('cannot be started'),
    });
  });

  it('must report a version', async () => {
    const path = fakeProgram(join(bench.root, 'k6'), 'echo hello; echo world');
    await expect(named(path)).rejects.toMatchObject({
      code: 'BENCH_TOOLS_K6_UNUSABLE',
      message: expect.stringContaining('said "hello"'),
    });
  });

  it('must have the major version 2', async () => {
    const path = fakeK6(join(bench.root, 'k6'), 'v1.4.0');
    await expect(named(path)).rejects.toMatchObject({
      code: 'BENCH_TOOLS_K6_UNUSABLE',
      message: expect.stringContaining('is k6 v1.4.0, and the lab needs k6 v2'),
    });
  });
});

describe('a k6 on the PATH', () => {
  it('is used when its major version is 2', async () => {
    const path = fakeK6(join(bench.bin, 'k6'), 'v2.5.0');
    expect(await bench.find()).toEqual({ path, version: 'v2.5.0', source: 'path' });
    expect(bench.announced).toEqual([]);
  });

  it('is passed over when its major version is another, for the next one', async () => {
    const old = fakeK6(join(bench.bin, 'k6'), 'v0.57.0');
    const path = fakeK6(join(bench.root, 'other', 'k6'), 'v2.2.0');
    const found = await bench.find({ variables: { PATH: `${bench.bin}:${join(bench.root, 'other')}` } });
    expect(found).toEqual({ path, version: 'v2.2.0', source: 'path' });
    expect(bench.announced).toEqual([
      `Passing over the k6 on the PATH: ${old} is k6 v0.57.0, and the lab needs k6 v2`,
    ]);
  });

  // The next in line would be held to the same limit, which it may need more than: there is none.
  const nextIsMissing = /cache: .*does not exist/;

  it('is passed over when it hangs, even if it ignores Ctrl-C', async () => {
    const hanging = fakeProgram(join(bench.bin, 'k6'), "trap '' INT; /bin/sleep 600 & /bin/sleep 600");
    await expect(bench.find({ limits: { versionSeconds: 0.1 } })).rejects.toThrow(nextIsMissing);
    expect(bench.announced[0]).toBe(`Passing over the k6 on the PATH: ${hanging} did not end within 0.1 s`);
  });

  it('is passed over when it prints without end', async () => {
    fakeProgram(join(bench.bin, 'k6'), 'while :; do echo rubbish; done');
    await expect(bench.find({ limits: { versionSeconds: 0.1 } })).rejects.toThrow(nextIsMissing);
    expect(bench.announced[0]).toContain('did not end within 0.1 s');
  });

  it('is not a folder of that name', async () => {
    mkdirSync(join(bench.bin, 'k6'));
    fakeK6(join(bench.cache, 'k6'), 'v2.2.0');
    expect(await bench.find()).toMatchObject({ source: 'cache' });
    expect(bench.announced).toEqual([]);
  });
});

describe('the search as a whole', () => {
  it('ends with what was tried, why it failed, and what helps', async () => {
    fakeK6(join(bench.bin, 'k6'), 'v1.0.0');
    await expect(bench.find()).rejects.toMatchObject({
      code: 'BENCH_TOOLS_K6_MISSING',
      message: expect.stringMatching(
        /PATH: .*v1\.0\.0.*\n {2}cache: .*does not exist\n {2}download: http.*ECONNREFUSED.*\n {2}build: there is no go on the PATH\n.*HEADROOM_K6.*K6_DOWNLOAD_BASE.*Go 1\.99 or later/s,
      ),
    });
  });

  it('says so when there is no folder for the cache', async () => {
    await expect(bench.find({ variables: { XDG_CACHE_HOME: '', HOME: '' } })).rejects.toMatchObject({
      code: 'BENCH_TOOLS_K6_MISSING',
      message: expect.stringContaining('set HOME or XDG_CACHE_HOME'),
    });
  });

  it('is interrupted by the signal', async () => {
    await expect(bench.find({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'BENCH_RUN_INTERRUPTED',
    });
  });
});
