import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchError, errorCatalogue } from '@headroom/contract/errors.ts';
import { reportSchema } from '@headroom/contract/report.ts';
import { describe, expect, it } from 'vitest';
import { beginRun } from './begin-run.ts';
import { carryOut, type Lane } from './carry-out.ts';
import { flagSource } from './cli/flags.ts';
import { readJournal } from './collect/journal.ts';
import { readManifest } from './collect/manifest.ts';
import { openRunFolder, type RunFolder } from './collect/run-folder.ts';
import { runHolder } from './collect/run-lock.ts';
import { loadConfig } from './config/load-config.ts';
import { type DiskFault, faultyDisk } from './fixtures/disk-faults.ts';
import { manifestOf } from './fixtures/manifest.ts';
import { silent } from './fixtures/silent-watcher.ts';
import { casesOf } from './fixtures/thoroughness.ts';
import { planTrials } from './plan/plan-trials.ts';
import { fakeRuntime } from './runtime/fake/fake-runtime.ts';
import type { Watcher } from './watcher.ts';

const config = loadConfig([flagSource({ endpoint: '/async', vus: '1,2', duration: '1s', warmup: '0s' })]);
const plan = planTrials(config);
const runtime = () => fakeRuntime(() => ({ serviceSeconds: 0.1, blocking: false }));
const never = new AbortController().signal;

async function begin(out: string): Promise<Lane> {
  const { runId: _, ...manifest } = manifestOf(plan.trials, { subjects: config.subjects, plan });
  return beginRun(out, { manifest, runtime: runtime() }, () => undefined);
}

const goOn = ({ run, manifest, runtime: on }: Lane, watcher: Watcher = silent) =>
  carryOut(run, manifest, on, { watcher, signal: never });

/** The runs that lie in a results folder. */
const runsIn = (out: string): RunFolder[] =>
  (existsSync(out) ? readdirSync(out) : [])
    .filter((name) => !name.startsWith('latest') && existsSync(join(out, name, 'manifest.json')))
    .map((name) => openRunFolder(out, name));

const filesBelow = (out: string): string[] =>
  existsSync(out) ? (readdirSync(out, { recursive: true }) as string[]) : [];
const passing = (out: string): string[] => filesBelow(out).filter((file) => /\.\d+$|\.lock/.test(file));

/** As a later process finds it. */
async function resume(out: string): Promise<void> {
  const [run] = runsIn(out);
  await goOn(run === undefined ? await begin(out) : { run, manifest: readManifest(run), runtime: runtime() });
}

function expectWhole(out: string): void {
  const [run, ...others] = runsIn(out) as [RunFolder, ...RunFolder[]];
  expect(others).toEqual([]);
  const records = readJournal(run.journal);
  expect(records.map(({ trial, state }) => `${trial.trialId} ${state}`).sort()).toEqual(
    plan.trials.map(({ trialId }) => `${trialId} measured`).sort(),
  );
  expect(reportSchema.parse(JSON.parse(readFileSync(run.reportJson, 'utf8'))).complete).toBe(true);
}

/** Runs into a fault, then goes on without it. */
async function meet(fault: DiskFault): Promise<void> {
  const out = join(mkdtempSync(join(tmpdir(), 'headroom-faults-')), 'results');
  const ended: string[] = [];
  const watcher: Watcher = { ...silent, trialEnded: ({ trial }) => ended.push(trial.trialId) };
  const disk = faultyDisk(out, fault);
  const error: unknown = await begin(out)
    .then((lane) => goOn(lane, watcher))
    .then(
      () => null,
      (reason: unknown) => reason,
    )
    .finally(disk.lift);

  const struck = disk.failed[0] ?? '';
  if (error === null) {
    // What the run can do without: the link to the newest run, and that its lock goes at once.
    if (fault.code !== null) expect(struck).toMatch(/\/latest|\/\.lock/);
    expectWhole(out);
  } else {
    expect(error).toBeInstanceOf(BenchError);
    const { code, message } = error as BenchError;
    const isFull = fault.code === 'ENOSPC' || fault.code === 'EDQUOT';
    expect([struck, code]).toEqual([
      struck,
      isFull ? 'BENCH_RESULTS_DISK_FULL' : 'BENCH_RESULTS_NOT_WRITABLE',
    ]);
    expect(errorCatalogue[code].exitCode).toBe(3);
    expect(message).toMatch(
      /^\/\S+ cannot be written.*finished trials are kept\.( Go on with: .* resume .*)?$/,
    );
  }
  for (const run of runsIn(out)) {
    expect(readJournal(run.journal).map(({ trial }) => trial.trialId)).toEqual(expect.arrayContaining(ended));
    expect(runHolder(run)).toBeNull();
  }
  const couldRemove = !fault.lasting && !/^rm\S* /.test(struck);
  if (couldRemove) expect([struck, passing(out)]).toEqual([struck, []]);

  await resume(out);
  expectWhole(out);
  if (!fault.lasting) expect([struck, passing(out)]).toEqual([struck, []]);
}

const kinds = ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES'].flatMap((code) =>
  [false, true].map((lasting) => ({ code, partly: lasting, lasting })),
);
const short = { code: null, partly: true, lasting: false };

describe('a run whose disk fails it', async () => {
  const out = join(mkdtempSync(join(tmpdir(), 'headroom-faults-')), 'results');
  const counting = faultyDisk(out, null);
  await goOn(await begin(out)).finally(counting.lift);
  const calls = counting.calls.map((call) =>
    call.replace(out, '').replace(/[\d-]{15}-|\.\d+|-[0-9a-f-]{36}/g, ''),
  );
  const positions = calls.map((call, i) => ({ call, at: i + 1 }));
  /** Each position with one kind of fault in turn, or with all of them. */
  const each = casesOf(10) === 10 ? kinds.length : 1;

  it('writes by calls that can be counted', () => {
    expect(calls.length).toBeGreaterThan(50);
    expect(passing(out)).toEqual([]);
  });

  it.each(positions)('at $call ($at) says so, loses nothing, and is resumed', async ({ at }) => {
    for (let i = 0; i < each; i++) {
      const kind = kinds[(at + i) % kinds.length] as (typeof kinds)[number];
      await meet({ ...kind, at });
    }
    await meet({ ...short, at });
  });
});
