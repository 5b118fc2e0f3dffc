import { mkdtempSync, readdirSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrialRecord } from '@headroom/contract/records.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { beginRun } from '../../bench/begin-run.ts';
import { carryOut, type Lane } from '../../bench/carry-out.ts';
import { flagSource } from '../../bench/cli/flags.ts';
import { runCli } from '../../bench/cli/run-cli.ts';
import { readJournal } from '../../bench/collect/journal.ts';
import { lockRun, runHolder } from '../../bench/collect/run-lock.ts';
import { loadConfig } from '../../bench/config/load-config.ts';
import { manifestOf } from '../../bench/fixtures/manifest.ts';
import { silent } from '../../bench/fixtures/silent-watcher.ts';
import { planTrials } from '../../bench/plan/plan-trials.ts';
import { fakeRuntime } from '../../bench/runtime/fake/fake-runtime.ts';
import { canMount, type SmallDisk, smallDisk } from '../support/small-disk.ts';

const config = loadConfig([flagSource({ endpoint: '/async', vus: '1,2,3', duration: '1s', warmup: '0s' })]);
const plan = planTrials(config);
const never = new AbortController().signal;

let out: string;
let disk: SmallDisk;
let complaints: string[];
beforeEach(() => {
  complaints = [];
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
  vi.spyOn(console, 'error').mockImplementation((line) => void complaints.push(String(line)));
});
afterEach(() => {
  vi.restoreAllMocks();
  disk?.unmount();
});

const runtime = () => fakeRuntime(() => ({ serviceSeconds: 0.1, blocking: false }));
const begin = (): Promise<Lane> => {
  const { runId: _, ...manifest } = manifestOf(plan.trials, { subjects: config.subjects, plan });
  return beginRun(out, { manifest, runtime: runtime() }, () => undefined);
};
const goOn = (lane: Lane, trialEnded: (record: TrialRecord) => void = () => undefined) =>
  carryOut(lane.run, lane.manifest, runtime(), { watcher: { ...silent, trialEnded }, signal: never });
const namesOf = (records: readonly TrialRecord[]) =>
  records.map(({ trial, state }) => `${trial.trialId} ${state}`);
const all = plan.trials.map(({ trialId }) => `${trialId} measured`);

describe.runIf(canMount)('results on a disk', () => {
  const mount = () => {
    out = join(mkdtempSync(join(tmpdir(), 'headroom-storage-')), 'results');
    disk = smallDisk(out);
  };

  it.each([
    ['that becomes full', 'BENCH_RESULTS_DISK_FULL', () => disk.fill(), () => disk.free()],
    ['that turns read-only', 'BENCH_RESULTS_NOT_WRITABLE', () => disk.protect(), () => disk.unprotect()],
  ])('%s are kept, and the run is resumed', async (_, code, spoil, mend) => {
    mount();
    const lane = await begin();
    const ended: TrialRecord[] = [];
    const spoilAfterFirst = (record: TrialRecord) => {
      ended.push(record);
      if (ended.length === 1) spoil();
    };
    await expect(goOn(lane, spoilAfterFirst)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(
        /^[^\n]* cannot be written.*finished trials are kept\. Go on with: .* resume .*$/,
      ),
    });
    expect(runHolder(lane.run)).toBeNull();
    expect(namesOf(readJournal(lane.run.journal))).toEqual(namesOf(ended));
    // What cannot be written can be read.
    expect(await runCli(['runs', '--out', out])).toBe(0);
    mend();
    const { analysis } = await goOn(lane);
    expect(analysis).toMatchObject({ pending: 0, excluded: [] });
    expect(namesOf(readJournal(lane.run.journal)).sort()).toEqual([...all].sort());
    expect(readdirSync(lane.run.path).sort()).toEqual([
      'manifest.json',
      'report.html',
      'report.json',
      'report.md',
      'trials',
      'trials.ndjson',
    ]);
  });

  it('that is full leave no run behind that has not begun, nor a lock', async () => {
    mount();
    const lane = await begin();
    disk.fill();
    await expect(begin()).rejects.toMatchObject({ code: 'BENCH_RESULTS_DISK_FULL' });
    expect(() => lockRun(lane.run)).toThrow(expect.objectContaining({ code: 'BENCH_RESULTS_DISK_FULL' }));
    expect(readdirSync(out).sort()).toEqual([lane.run.runId, 'filler', 'latest'].sort());
    expect(readdirSync(lane.run.path)).toEqual(['manifest.json']);
    disk.free();
    lockRun(lane.run)();
  });

  it('that is full can be deleted to free it', async () => {
    mount();
    const [first, second] = [await begin(), await begin()];
    disk.fill();
    expect(await runCli(['runs', '--out', out, 'delete', second.run.runId, '--yes'])).toBe(0);
    expect(complaints).toEqual([]);
    expect(readdirSync(out).sort()).toEqual([first.run.runId, 'filler', 'latest'].sort());
    expect(readlinkSync(join(out, 'latest'))).toBe(first.run.runId);
  });

  it('that is read-only are refused with 3 and one line, by every command that writes', async () => {
    mount();
    const { run } = await begin();
    disk.protect();
    for (const words of [
      ['runs', 'delete', run.runId, '--yes'],
      ['report', run.runId],
    ]) {
      complaints = [];
      expect(await runCli([...words, '--out', out])).toBe(3);
      expect(complaints).toEqual([
        expect.stringMatching(/^BENCH_RESULTS_NOT_WRITABLE: [^\n]*EROFS: the file system is read-only/),
      ]);
    }
    expect(await runCli(['runs', '--out', out])).toBe(0);
    disk.unprotect();
  });
});
