import { BenchError, type ErrorCode } from '@headroom/contract/errors.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import type { JudgedClaim } from '@headroom/contract/report.ts';
import { analyse } from './analyse/analyse.ts';
import type { Analysis } from './analyse/analysis.ts';
import { idealSoFar, idealsOf } from './analyse/ideals.ts';
import { judgeClaims } from './claims/judge-claims.ts';
import { collectTrial } from './collect/collect-trial.ts';
import { writeWhole } from './collect/disk.ts';
import { appendRecord, mendJournal, readJournal } from './collect/journal.ts';
import { writeManifest } from './collect/manifest.ts';
import { createTrialFolder, type RunFolder } from './collect/run-folder.ts';
import { lockRun } from './collect/run-lock.ts';
import { writeSamples } from './collect/samples.ts';
import { demandSpace, watchSpace } from './collect/storage-error.ts';
import { presets } from './config/presets.ts';
import { resumeHint } from './headroom-command.ts';
import { growPlan } from './plan/grow-plan.ts';
import { baseGoesFirst } from './plan/take-turns.ts';
import { dashboardLinks } from './report/dashboard-links.ts';
import { renderHtml } from './report/html/page.ts';
import { type Rendered, render } from './report/render.ts';
import { runTrial } from './runtime/run-trial.ts';
import type { TrialFiles } from './runtime/runtime.ts';
import type { TrialObserver, WatchedRuntime } from './runtime/trial-gauges.ts';
import type { Sample } from './runtime/trial-outcome.ts';
import type { Watcher } from './watcher.ts';

/** A run to be carried out, and where its subjects and generators run. */
export interface Lane {
  readonly run: RunFolder;
  readonly manifest: Manifest;
  readonly runtime: WatchedRuntime;
}

interface Control {
  readonly watcher: Watcher;
  readonly signal: AbortSignal;
  /** Flags that go on with the run again; none where they are not known. */
  readonly resumeFlags?: readonly string[];
}

export interface Result {
  readonly analysis: Analysis;
  readonly claims: readonly JudgedClaim[];
  readonly rendered: Rendered;
}

/**
 * Carries out what is left of a run's plan: run a trial, collect it, keep its record; then analyse them all
 * and write the report. Stops with the trial in hand when the signal aborts.
 * @throws BenchError BENCH_RESULTS_* when results cannot be written; finished trials are kept.
 */
export async function carryOut(
  run: RunFolder,
  manifest: Manifest,
  runtime: WatchedRuntime,
  control: Control,
): Promise<Result> {
  const [result] = await carryOutInTurn([{ run, manifest, runtime }], control);
  return result as Result;
}

/** The same for one run or two of the same plan; of two, each trial is carried out in both before the next. */
export async function carryOutInTurn(lanes: readonly Lane[], control: Control): Promise<Result[]> {
  let unlock = (): void => undefined;
  try {
    unlock = lockAll(lanes);
    for (const { run } of lanes) mendJournal(run.journal);
    const results: Result[] = [];
    for (const { run, manifest, runtime } of await carryOutPlan(lanes, control)) {
      const result = await reportOn(run, manifest);
      results.push(result);
      await runtime.gauges?.settle(idealsOf(result.analysis, manifest));
    }
    return results;
  } catch (error) {
    throw withResumeHint(error, lanes, control.resumeFlags);
  } finally {
    try {
      for (const runtime of new Set(lanes.map((lane) => lane.runtime))) await runtime.close();
    } finally {
      unlock();
    }
  }
}

/** What cannot be written is mended by the user, who then goes on. */
function withResumeHint(error: unknown, lanes: readonly Lane[], flags?: readonly string[]): unknown {
  const run = lanes.at(-1)?.run;
  if (!(error instanceof BenchError) || !mendable.has(error.code) || run === undefined) return error;
  return new BenchError(error.code, `${error.message} ${resumeHint(run, flags)}`, { cause: error });
}

const mendable: ReadonlySet<ErrorCode> = new Set(['BENCH_RESULTS_DISK_FULL', 'BENCH_RESULTS_NOT_WRITABLE']);

function lockAll(lanes: readonly Lane[]): () => void {
  const unlocks: (() => void)[] = [];
  const unlock = () => {
    for (const free of unlocks) free();
  };
  try {
    for (const { run } of lanes) unlocks.push(lockRun(run));
  } catch (error) {
    unlock();
    throw error;
  }
  return unlock;
}

/** Runs the trials that are left, and those that the plan then grows by; gives the lanes with all of them. */
async function carryOutPlan(lanes: readonly Lane[], control: Control): Promise<readonly Lane[]> {
  const planned = trialsOf(lanes);
  // Of two that were stopped while they grew, one may have been told and the other not.
  let current = growBy(lanes, planned);
  let turns = turnsLeft(current, planned);
  for (;;) {
    await carryOutTurns(turns, control);
    const stopped = control.signal.aborted;
    if (stopped && turnsLeft(current, trialsOf(current)).length > 0) return current;
    // What one side needs both get, or there would be nothing to hold it against.
    const grown = current.flatMap(({ run, manifest }) => growPlan(manifest.plan, readJournal(run.journal)));
    if (grown.length === 0) return current;
    current = growBy(current, grown);
    // Stopped between two rounds: the next one is planned, so that the run is not taken for done.
    if (stopped) return current;
    turns = turnsLeft(current, grown);
  }
}

const trialsOf = (lanes: readonly Lane[]): Trial[] => lanes.flatMap(({ manifest }) => manifest.plan.trials);

function growBy(lanes: readonly Lane[], trials: readonly Trial[]): readonly Lane[] {
  const distinct = [...new Map(trials.map((trial) => [trial.trialId, trial])).values()];
  return lanes.map((lane) => {
    const { plan } = lane.manifest;
    const known = new Set(plan.trials.map(({ trialId }) => trialId));
    const fresh = distinct.filter(({ trialId }) => !known.has(trialId));
    if (fresh.length === 0) return lane;
    const manifest = { ...lane.manifest, plan: { ...plan, trials: [...plan.trials, ...fresh] } };
    writeManifest(lane.run, manifest);
    return { ...lane, manifest };
  });
}

/** A trial, and whose turn it is. */
interface Turn {
  readonly lane: Lane;
  readonly trial: Trial;
}

/** What is left of these trials of the plan. */
function turnsLeft(lanes: readonly Lane[], trials: readonly Trial[]): Turn[] {
  const plan = lanes[0]?.manifest.plan;
  if (plan === undefined) return [];
  const wanted = new Set(trials.map(({ trialId }) => trialId));
  const measured = new Map(lanes.map((lane) => [lane, measuredIn(lane)]));
  return plan.trials
    .filter(({ trialId }) => wanted.has(trialId))
    .flatMap((trial) => {
      const inTurn = baseGoesFirst(trial, plan) ? lanes : lanes.toReversed();
      return inTurn
        .filter((lane) => !measured.get(lane)?.has(trial.trialId))
        .map((lane) => ({ lane, trial }));
    });
}

/** Whether every trial of a run has come to its end, so that there is nothing to resume. */
export function isFinished({ run, manifest }: Pick<Lane, 'run' | 'manifest'>): boolean {
  const settled = measuredIn({ run });
  return manifest.plan.trials.every(({ trialId }) => settled.has(trialId));
}

function measuredIn({ run }: Pick<Lane, 'run'>): ReadonlySet<string> {
  const records = readJournal(run.journal);
  return new Set(records.flatMap((record) => (isSettled(record) ? [record.trial.trialId] : [])));
}

/** Carries out these trials of a run that somebody else has locked, one after the other, until the signal aborts. */
export async function carryOutTrials(lane: Lane, trials: readonly Trial[], control: Control): Promise<void> {
  await carryOutTurns(
    trials.map((trial) => ({ lane, trial })),
    control,
  );
}

async function carryOutTurns(turns: readonly Turn[], { watcher, signal }: Control): Promise<void> {
  watcher.begin(turns.map(({ trial }) => trial));
  try {
    for (const turn of turns) {
      if (signal.aborted) break;
      await carryOutTrial(turn, watcher, signal);
    }
  } finally {
    watcher.end();
  }
}

/** What somebody ended on purpose is not to be run again, unlike what failed. */
function isSettled(record: TrialRecord): boolean {
  return record.state === 'measured' || record.reason.code === 'BENCH_TRIAL_CUT_SHORT';
}

async function carryOutTrial(
  { lane, trial: planned }: Turn,
  watcher: Watcher,
  signal: AbortSignal,
): Promise<void> {
  const { run, manifest, runtime } = lane;
  // Whatever it went on with when it was planned, it has a fresh subject here.
  const trial: Trial = { ...planned, continues: null };
  const side = manifest.pair?.role;
  const files = createTrialFolder(run, trial.trialId);
  watcher.trialStarted(trial, files, side);
  const space = watchSpace(run.path);
  const given = AbortSignal.any([signal, space.full]);
  const observers = [
    { sampled: (sample: Sample) => watcher.sampled?.(trial, sample) },
    ...gaugesOf(trial, files, lane),
  ];
  const outcome = await runTrial(runtime, trial, files, given, observers).finally(space.end);
  if (outcome.state !== 'completed') demandSpace(run.path);
  if (outcome.state === 'completed') writeSamples(files, outcome.samples);
  const record = collectTrial(outcome);
  appendRecord(run.journal, record);
  watcher.trialEnded(record, side);
}

/** Shows a trial where it can be watched, with the ideal as far as the trials before it tell. */
function gaugesOf(trial: Trial, { runId }: TrialFiles, { run, runtime }: Lane): TrialObserver[] {
  if (runtime.gauges === undefined) return [];
  return [runtime.gauges.follow({ trial, runId }, idealSoFar(trial, readJournal(run.journal)))];
}

/** Analyses the records of a run as they stand, and writes its report in every form. */
export async function reportOn(run: RunFolder, manifest: Manifest): Promise<Result> {
  const result = resultOf(run, manifest);
  await writeReport(run, manifest, result);
  return result;
}

/** Writes the report of a run in every form. @throws BenchError BENCH_RESULTS_* */
export async function writeReport(
  run: RunFolder,
  manifest: Manifest,
  { analysis, rendered }: Result,
): Promise<void> {
  writeWhole(run.reportJson, rendered.json);
  writeWhole(run.reportMarkdown, rendered.markdown);
  const links = dashboardLinks(analysis, manifest);
  writeWhole(run.reportHtml, await renderHtml(rendered.report, manifest, analysis.traces, links));
}

/** What the records of a run say as they stand; nothing is written. */
export function resultOf(run: RunFolder, manifest: Manifest): Result {
  // Of a service that the lab did not start nobody may know them.
  const subjectCpus = manifest.cpus.subject.length || null;
  const circumstances = { subjectCpus: subjectCpus ?? manifest.machine.cpus };
  const { trials, growth, preset } = manifest.plan;
  const analysis = analyse(readJournal(run.journal), trials, subjectCpus, growth);
  const asked = presets[preset]?.testsClaims ?? false;
  const claims = judgeClaims(analysis.cells, circumstances, asked);
  return { analysis, claims, rendered: render(analysis, claims, manifest) };
}
