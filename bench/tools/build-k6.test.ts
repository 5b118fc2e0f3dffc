import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../fixtures/eventually.ts';
import { fakeK6, fakeProgram } from './fixtures/fake-program.ts';
import { setUpWorkbench, type Workbench } from './fixtures/workbench.ts';

describe('the build of k6 with Go', () => {
  let bench: Workbench;
  const fakeGo = (body: string) => fakeProgram(join(bench.bin, 'go'), `PATH=/usr/bin:/bin\n${body}`);
  beforeEach(() => {
    bench = setUpWorkbench();
  });
  afterEach(() => bench.remove());

  it('puts the pinned k6 into the cache', async () => {
    const product = fakeK6(join(bench.root, 'product'), 'v2.2.0');
    const log = join(bench.root, 'log');
    fakeGo(`echo "$PWD $* $GOFLAGS $GOWORK $CGO_ENABLED" >${log}; touch "$GOTMPDIR/x"; cp ${product} "$4"`);

    expect(await bench.find()).toEqual({
      path: join(bench.cache, 'k6'),
      version: 'v2.2.0',
      source: 'build',
    });
    expect(readFileSync(log, 'utf8')).toMatch(
      /module build -trimpath -o \S+\/k6 go\.k6\.io\/k6\/v2 -mod=readonly off 0\n$/,
    );
    expect(bench.cached()).toEqual(['k6']);
    expect(bench.announced.at(-1)).toMatch(/^Building k6 v2\.2\.0 with Go; this takes/);
  });

  it('fails with the last words of Go, without its download lines', async () => {
    fakeGo('echo "go: downloading a v1" >&2; echo "go: go.mod requires go >= 1.99" >&2; exit 1');
    await expect(bench.find()).rejects.toMatchObject({
      code: 'BENCH_TOOLS_K6_MISSING',
      message: expect.stringMatching(/build: go build ended with 1: go: go\.mod requires go >= 1\.99\n/),
    });
    expect(bench.cached()).toEqual([]);
  });

  it('fails when what was built reports another version', async () => {
    const product = fakeK6(join(bench.root, 'product'), 'v2.0.0');
    fakeGo(`cp ${product} "$4"`);
    await expect(bench.find()).rejects.toThrow(/build: .*is k6 v2\.0\.0, expected v2\.2\.0/);
    expect(bench.cached()).toEqual([]);
  });

  it('takes no longer than its limit', async () => {
    fakeGo('sleep 600');
    await expect(bench.find({ limits: { buildSeconds: 0.2 } })).rejects.toThrow(/did not end within 0\.2 s/);
  });

  it('stops when the signal aborts, and leaves neither processes nor files', async () => {
    const pids = join(bench.root, 'pids');
    fakeGo(`trap '' INT; sleep 600 & echo "$$ $!" >${pids}; echo half >"$4"; wait`);
    const controller = new AbortController();
    const finding = bench.find({ signal: controller.signal });
    finding.catch(() => {});
    await eventually(() => expect(readFileSync(pids, 'utf8')).toMatch(/\n$/));
    controller.abort();

    await expect(finding).rejects.toMatchObject({ code: 'BENCH_RUN_INTERRUPTED' });
    expect(bench.cached()).toEqual([]);
    const [go = 0, sleeping = 0] = readFileSync(pids, 'utf8').split(' ').map(Number);
    await eventually(() => expect([go, sleeping].filter(isRunning)).toEqual([]));
  });

  it('says which Go is needed when there is none', async () => {
    writeFileSync(join(bench.bin, 'go'), 'not executable');
    await expect(bench.find()).rejects.toThrow(/build: there is no go on the PATH.*Go 1\.99 or later/s);
  });
});

/** A process that has ended but that nobody has waited for is not running. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
