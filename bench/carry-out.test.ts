import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import { type Cell, reportSchema } from '@headroom/contract/report.ts';
import { describe, expect, it } from 'vitest';
import { carryOut } from './carry-out.ts';
import { flagSource } from './cli/flags.ts';
import { readJournal } from './collect/journal.ts';
import { readManifest, writeManifest } from './collect/manifest.ts';
import { createRunFolder } from './collect/run-folder.ts';
import { loadConfig } from './config/load-config.ts';
import { demandWhole } from './demands.ts';
import { manifestOf } from './fixtures/manifest.ts';
import { silent } from './fixtures/silent-watcher.ts';
import { planCapacity } from './plan/plan-capacity.ts';
import { planTrials } from './plan/plan-trials.ts';
import type { FakeServer } from './runtime/fake/fake-load.ts';
import { type FakeRuntime, type Fault, fakeRuntime } from './runtime/fake/fake-runtime.ts';
import type { TrialGauges } from './runtime/trial-gauges.ts';
import type { Watcher } from './watcher.ts';

const article = ({ endpoint }: Trial): FakeServer => ({
  serviceSeconds: endpoint === '/cpu' ? 0.1 : 1,
  blocking: endpoint !== '/async',
});

/** A run in simulated time: its plan, its folder, and what carrying it out gives. */
function simulate(options: Record<string, unknown>, faultOf?: (trial: Trial) => Fault, planOf = planTrials) {
  const config = loadConfig([flagSource(options)]);
  const plan = planOf(config);
  const folder = createRunFolder(mkdtempSync(join(tmpdir(), 'headroom-run-')), plan.preset, new Date());
  const manifest = manifestOf(plan.trials, {
    runId: folder.runId,
    notControlled: [],
    subjects: config.subjects,
    plan,
  });
  writeManifest(folder, manifest);
  const run = (runtime: FakeRuntime, watcher = silent, signal = new AbortController().signal) =>
    carryOut(folder, manifest, runtime, { watcher, signal });
  writeManifest(folder, manifest);
  return { folder, plan, run, runtime: fakeRuntime(article, faultOf) };
}

const cellOf = (cells: readonly Cell[], endpoint: string, vus: number): Cell => {
  const cell = cells.find((candidate) => candidate.endpoint === endpoint && candidate.vus === vus);
  if (!cell) throw new Error(`no cell ${endpoint} ${vus}`);
  return cell;
};

describe('a run in simulated time', () => {
  it('is not done when it is stopped between two rounds', async () => {
    const { run, runtime, folder } = simulate({ endpoint: '/async', vus: '1', untilStable: '5%' });
    const stop = new AbortController();
    const { analysis } = await run(runtime, { ...silent, trialEnded: () => stop.abort() }, stop.signal);
    expect(analysis.pending).toBe(1);
    expect(readManifest(folder).plan.trials).toHaveLength(2);
  });

  it('adds repeats until every cell is known well enough, and goes on with that after a stop', async () => {
    const { run, runtime, folder } = simulate({ endpoint: '/async', vus: '1', untilStable: '5%' });
    const stop = new AbortController();
    const stopping: Watcher = {
      ...silent,
      trialEnded: ({ trial }) => trial.repeat === 3 && stop.abort(),
    };
    await run(runtime, stopping, stop.signal);
    expect(readJournal(folder.journal)).toHaveLength(3);
    const { analysis } = await carryOut(folder, readManifest(folder), runtime, {
      watcher: silent,
      signal: new AbortController().signal,
    });
    expect(analysis.cells).toMatchObject([{ repeats: 6, intervals: { throughputRps: expect.anything() } }]);
    expect(readManifest(folder).plan.trials).toHaveLength(6);
  });

  it("measures the article's table", async () => {
    const { run, runtime, folder } = simulate({});
    const { analysis } = await run(runtime);
    const async100 = cellOf(analysis.cells, '/async', 100);
    const sync100 = cellOf(analysis.cells, '/sync', 100);
    const sync10 = cellOf(analysis.cells, '/sync', 10);

    expect(async100.throughputRps / (async100.idealThroughputRps ?? 0)).toBeCloseTo(1, 2);
    expect(async100.censored).toBe(false);
    expect(async100.effectiveConcurrency).toMatchObject({ bound: 'lower' });
    expect(sync100).toMatchObject({ throughputRps: 1, censored: true, inFlightAtCutoff: expect.any(Number) });
    expect(sync100.impliedLatencySeconds).toBeCloseTo(99.85, 1);
    expect(sync100.effectiveConcurrency).toMatchObject({ value: 1, bound: 'estimate' });
    expect(sync10.impliedLatencySeconds).toBeCloseTo(9.85, 1);
    expect(sync100.generatorCpuShare).toBeCloseTo(0.1, 2);
    expect(sync100.metricsScrapes).toMatchObject({ attempted: 30, answered: 30 });
    expect(sync100.loopUtilization).toBeCloseTo(0.5, 2);
    for (const cell of analysis.cells.filter(({ warnings }) => warnings.length === 0)) {
      const mean = cell.latencySeconds?.mean ?? 0;
      expect(cell.littleResidual).toBeLessThanOrEqual(0.03 + mean / 30);
    }
    expect(analysis.articleTable.map(({ measured }) => measured?.throughputRps.toFixed(1))).toHaveLength(6);
    expect(reportSchema.parse(JSON.parse(readFileSync(folder.reportJson, 'utf8'))).complete).toBe(true);
    expect(() => demandWhole(analysis, folder)).not.toThrow();
  });

  it('gives every trial a subject of its own and ends it before the next', async () => {
    const { run, runtime, plan } = simulate({ preset: 'quick' });
    await run(runtime);
    const expected = plan.trials.flatMap(({ trialId }) => [
      `subject up ${trialId}`,
      `subject down ${trialId}`,
    ]);
    expect(runtime.events).toEqual([...expected, 'closed']);
  });

  it('counts what ends inside the window and nothing else', async () => {
    const { run, runtime } = simulate({ endpoint: '/async', vus: '7', duration: '5s', warmup: '2.5s' });
    const { analysis } = await run(runtime);
    // 7 users, 1 s of service, 0.15 s of thought: 6.09 a second, whichever second it is.
    expect(cellOf(analysis.cells, '/async', 7).requests).toBeGreaterThanOrEqual(29);
    expect(cellOf(analysis.cells, '/async', 7).requests).toBeLessThanOrEqual(32);
    expect(analysis.baselines).toHaveLength(1);
  });

  it('takes medians over repeats and sums of counts', async () => {
    const { run, runtime } = simulate({ endpoint: '/sync', vus: '1', duration: '10s', repeats: '3' });
    const { analysis } = await run(runtime);
    const [cell] = analysis.cells;
    expect(cell).toMatchObject({ repeats: 3, measuredSeconds: 30 });
    expect(cell?.requests).toBeGreaterThanOrEqual(25);
  });

  const faults: [Fault, string, RegExp][] = [
    ['subject-crashes', 'BENCH_SUBJECT_CRASHED', /crashed/],
    ['subject-exits', 'BENCH_SUBJECT_EXITED', /ended with code 7.*out of memory/],
    ['subject-has-no-port', 'BENCH_SUBJECT_PORT_TAKEN', /^Port 9464 .* is taken/],
    ['generator-killed', 'BENCH_GENERATOR_KILLED', /SIGKILL/],
    ['generator-fails', 'BENCH_GENERATOR_FAILED', /code 107.*syntax error/],
    ['generator-hangs', 'BENCH_GENERATOR_TIMED_OUT', /still running/],
    ['generator-prints-rubbish', 'BENCH_GENERATOR_UNREADABLE', /panic: rubbish/],
    ['generator-writes-nothing', 'BENCH_GENERATOR_UNREADABLE', /without writing/],
    ['wrong-answer', 'BENCH_SUBJECT_WRONG_ANSWER', /answered status 500 and "oops"/],
  ];
  it.each(faults)('excludes a trial on %s, and goes on', async (fault, code, message) => {
    const spoilt = 'nest-sync-10vu-r1';
    const { run, runtime, plan, folder } = simulate({ preset: 'quick' }, ({ trialId }) =>
      trialId === spoilt ? fault : 'none',
    );
    const { analysis, rendered } = await run(runtime);
    expect(analysis.excluded).toEqual([
      { trialId: spoilt, reason: { code, message: expect.stringMatching(message) } },
    ]);
    expect(analysis.cells).toHaveLength(plan.trials.length - 1);
    expect(rendered.terminal).toContain(code);
    expect(runtime.events.filter((event) => event.startsWith('subject up'))).toHaveLength(
      runtime.events.filter((event) => event.startsWith('subject down')).length,
    );
    expect(() => demandWhole(analysis, folder)).toThrow(
      expect.objectContaining({
        code: 'BENCH_RUN_CELLS_MISSING',
        message: expect.stringMatching(
          new RegExp(`nest /sync at 10 users; .* ${spoilt} was excluded: .* \\(${code}\\)\\.$`, 's'),
        ),
      }),
    );
  });

  it('says of a cell that is missing why it is, and not of one that another repeat has measured', async () => {
    const { run, runtime, folder } = simulate(
      { endpoint: '/async', vus: '1,10', repeats: '2' },
      ({ vus, repeat }) => (vus === 10 || repeat === 1 ? 'generator-killed' : 'none'),
    );
    const { analysis } = await run(runtime);
    expect(analysis.excluded[0]?.trialId).toBe('nest-async-1vu-r1');
    expect(() => demandWhole(analysis, folder)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(
          /no measured trial for nest \/async at 10 users; .* nest-async-10vu-r1 was excluded: /,
        ),
      }),
    );
  });

  it('excludes a trial in which nothing was answered', async () => {
    const { run, runtime } = simulate({ endpoint: '/async', vus: '1', duration: '1s', warmup: '0s' });
    const { analysis } = await run(fakeRuntime(() => ({ serviceSeconds: 9, blocking: false })));
    expect(runtime.events).toEqual([]);
    expect(analysis.excluded).toMatchObject([{ reason: { code: 'BENCH_TRIAL_NO_ANSWER' } }]);
  });

  it('can be watched: each trial with the ideal as far as it is known, and that of the report in the end', async () => {
    const { run, runtime } = simulate({ endpoint: '/cpu', vus: '1,10', order: 'listed' });
    const followed: { name: string; idealRps: number | null; looks: number; ended: boolean }[] = [];
    const settled: (readonly [string, number])[] = [];
    const gauges: TrialGauges = {
      follow: ({ trial: { trialId: name } }, idealRps) => {
        const seen = { name, idealRps, looks: 0, ended: false };
        followed.push(seen);
        return {
          looked: () => {
            seen.looks++;
          },
          ended: async () => {
            seen.ended = true;
          },
        };
      },
      settle: async (ideals) => {
        settled.push(...ideals.map(({ trial, idealRps }) => [trial.trialId, idealRps] as const));
      },
    };
    const { analysis } = await run({ ...runtime, gauges } as FakeRuntime);
    const [alone, ten] = analysis.cells.map(({ idealThroughputRps }) => idealThroughputRps);
    expect(followed).toMatchObject([
      { name: 'nest-cpu-1vu-r1', idealRps: null, ended: true },
      { name: 'nest-cpu-10vu-r1', idealRps: expect.closeTo(ten ?? 0, 6), ended: true },
    ]);
    for (const { looks } of followed) expect(looks).toBeGreaterThan(10);
    expect(settled).toEqual([
      ['nest-cpu-1vu-r1', alone],
      ['nest-cpu-10vu-r1', ten],
    ]);
  });

  it.each([
    ['set', 'BENCH_TRIAL_CLOCK_SET'],
    ['put to sleep', 'BENCH_TRIAL_SUSPENDED'],
  ])('excludes the trial during which the machine was %s', async (what, code) => {
    const { run, runtime } = simulate({ endpoint: '/async', vus: '1,10' });
    let looks = 0;
    const meddling: Watcher = {
      ...silent,
      sampled: ({ vus }) => {
        if (vus !== 10 || ++looks !== 5) return;
        if (what === 'set') runtime.clock.setAhead(-3600);
        else runtime.clock.suspend(42);
      },
    };
    const { analysis } = await run(runtime, meddling);
    expect(analysis.excluded).toMatchObject([{ trialId: 'nest-async-10vu-r1', reason: { code } }]);
    expect(cellOf(analysis.cells, '/async', 1).warnings).toEqual([]);
  });

  it('runs an excluded trial again when it is resumed', async () => {
    const { run, folder } = simulate({ preset: 'quick' });
    const spoilt = 'nest-sync-10vu-r1';
    await run(fakeRuntime(article, ({ trialId }) => (trialId === spoilt ? 'generator-killed' : 'none')));
    const again: string[] = [];
    const { analysis } = await run(fakeRuntime(article), {
      ...silent,
      trialStarted: ({ trialId }) => again.push(trialId),
    });
    expect(again).toEqual([spoilt]);
    expect(analysis).toMatchObject({ pending: 0, missing: [], excluded: [] });
    expect(() => demandWhole(analysis, folder)).not.toThrow();
  });

  it('lets one process at a time carry out a run', async () => {
    const { run, folder, runtime } = simulate({ preset: 'quick' });
    writeFileSync(`${folder.path}/.lock`, String(process.ppid));
    await expect(run(runtime)).rejects.toMatchObject({ code: 'BENCH_PREFLIGHT_BUSY' });
    writeFileSync(`${folder.path}/.lock`, '4194999');
    expect((await run(runtime)).analysis.pending).toBe(0);
  });

  it('measures on when the metrics are silent, and says so', async () => {
    const { run, runtime } = simulate(
      { endpoint: '/async', vus: '1', duration: '5s' },
      () => 'subject-silent',
    );
    const { analysis } = await run(runtime);
    expect(analysis.cells[0]).toMatchObject({
      metricsScrapes: { attempted: 5, answered: 0 },
      serverLatencyMeanSeconds: null,
      warnings: [{ code: 'scrapes-unanswered' }],
    });
  });

  it('loses only the trial in hand when it is stopped, and resumes the rest by the same plan', async () => {
    const { run, plan, folder } = simulate({ preset: 'quick' });
    const stop = new AbortController();
    const started: string[] = [];
    const stopAtThird: Watcher = {
      ...silent,
      trialStarted: ({ trialId }) => {
        started.push(trialId);
        if (started.length === 3) stop.abort();
      },
    };
    const first = await run(fakeRuntime(article), stopAtThird, stop.signal);
    expect(first.analysis).toMatchObject({ pending: plan.trials.length - 2 });
    expect(() => demandWhole(first.analysis, folder)).toThrow(
      expect.objectContaining({
        code: 'BENCH_RUN_INTERRUPTED',
        message: expect.stringContaining(folder.runId),
      }),
    );

    const resumed: string[] = [];
    const second = await run(fakeRuntime(article), {
      ...silent,
      trialStarted: ({ trialId }) => resumed.push(trialId),
    });
    expect(resumed).toEqual(plan.trials.slice(2).map(({ trialId }) => trialId));
    expect(second.analysis).toMatchObject({ pending: 0, missing: [], excluded: [] });
  });

  it('resumes after a journal cut in the middle of a line', async () => {
    const { run, plan, folder, runtime } = simulate({ preset: 'quick' });
    await run(runtime);
    const whole = readFileSync(folder.journal, 'utf8');
    const lines = whole.split('\n');
    writeFileSync(folder.journal, `${lines.slice(0, 4).join('\n')}\n`);
    appendFileSync(folder.journal, (lines[4] ?? '').slice(0, 100));

    const again: TrialRecord[] = [];
    await run(fakeRuntime(article), { ...silent, trialEnded: (record) => again.push(record) });
    expect(again.map(({ trial }) => trial.trialId)).toEqual(
      plan.trials.slice(4).map(({ trialId }) => trialId),
    );
    expect(readJournal(folder.journal)).toHaveLength(plan.trials.length);
  });
});

describe('a search for capacity in simulated time', () => {
  const slo = 'p95=300ms';
  const search = { slo, endpoint: '/sync,/async', duration: '10s', repeats: '2', rateMax: '100' };
  const service = ({ endpoint }: Trial): FakeServer => ({
    serviceSeconds: 0.1,
    blocking: endpoint === '/sync',
  });

  it('finds one request after the other, and no end of what only waits', async () => {
    const { run } = simulate(search, undefined, planCapacity);
    const { analysis, rendered } = await run(fakeRuntime(service));
    const [sync, async] = analysis.capacities;
    expect(analysis).toMatchObject({ pending: 0, missing: [] });
    expect(sync).toMatchObject({ endpoint: '/sync', bound: 'bracket' });
    // 10 a second are served, and a little more is only answered a little later while the window lasts.
    expect(sync?.held).toBeGreaterThanOrEqual(9.5);
    expect(sync?.held).toBeLessThan(10.5);
    expect(async).toMatchObject({ endpoint: '/async', held: 100, broke: null, bound: 'lower' });
    expect(rendered.terminal).toMatch(/nest: \/async carries at least .* times as many requests per second/);
    expect(rendered.terminal).toContain('Capacity at p95 ≤ 300 ms');
  });

  it('goes on where it was stopped', async () => {
    const whole = simulate(search, undefined, planCapacity);
    const expected = await whole.run(fakeRuntime(service));
    const { run, folder } = simulate(search, undefined, planCapacity);
    const stop = new AbortController();
    let started = 0;
    const first = await run(
      fakeRuntime(service),
      { ...silent, trialStarted: () => ++started === 5 && stop.abort() },
      stop.signal,
    );
    expect(() => demandWhole(first.analysis, folder)).toThrow(
      expect.objectContaining({ code: 'BENCH_RUN_INTERRUPTED' }),
    );
    const again = await carryOut(folder, readManifest(folder), fakeRuntime(service), {
      watcher: silent,
      signal: new AbortController().signal,
    });
    expect(again.analysis.capacities).toEqual(expected.analysis.capacities);
  });
});
