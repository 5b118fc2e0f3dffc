import { BenchError } from '@headroom/contract/errors.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import type { Trial } from '@headroom/contract/records.ts';
import type { JudgedClaim } from '@headroom/contract/report.ts';
import { analyse } from './analyse/analyse.ts';
import type { Analysis } from './analyse/analysis.ts';
import { judgeClaims } from './claims/judge-claims.ts';
import { collectTrial } from './collect/collect-trial.ts';
import { appendRecord, mendJournal, readJournal } from './collect/journal.ts';
import { writeManifest } from './collect/manifest.ts';
import { createTrialFolder, type RunFolder, writeWhole } from './collect/run-folder.ts';
import { lockRun } from './collect/run-lock.ts';
import { writeSamples } from './collect/samples.ts';
import { demandSpace } from './collect/storage-error.ts';
import { presets } from './config/presets.ts';
import { growPlan } from './plan/grow-plan.ts';
import { type Rendered, render } from './report/render.ts';
import { runTrial } from './runtime/run-trial.ts';
import type { Runtime } from './runtime/runtime.ts';
import type { Watcher } from './watcher.ts';

interface Result {
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
  runtime: Runtime,
  stage: { readonly watcher: Watcher; readonly signal: AbortSignal },
): Promise<Result> {
  const unlock = lockRun(run);
  mendJournal(run.journal);
  try {
    return reportOn(run, await carryOutPlan(run, manifest, runtime, stage));
  } finally {
    await runtime.close();
    unlock();
  }
}

/** Runs the trials that are left, and those that the plan then grows by; gives the manifest with all of them. */
async function carryOutPlan(
  run: RunFolder,
  manifest: Manifest,
  runtime: Runtime,
  { watcher, signal }: { readonly watcher: Watcher; readonly signal: AbortSignal },
): Promise<Manifest> {
  let current = manifest;
  let trials = trialsLeft(run, manifest);
  for (;;) {
    if (trials.length > 0) await carryOutTrials(run, runtime, trials, watcher, signal);
    if (signal.aborted) return current;
    trials = growPlan(current.plan, readJournal(run.journal));
    if (trials.length === 0) return current;
    current = { ...current, plan: { ...current.plan, trials: [...current.plan.trials, ...trials] } };
    writeManifest(run, current);
  }
}

async function carryOutTrials(
  run: RunFolder,
  runtime: Runtime,
  trials: readonly Trial[],
  watcher: Watcher,
  signal: AbortSignal,
): Promise<void> {
  watcher.begin(trials);
  try {
    for (const trial of trials) {
      if (signal.aborted) break;
      await carryOutTrial(run, runtime, trial, watcher, signal);
    }
  } finally {
    watcher.end();
  }
}

async function carryOutTrial(
  run: RunFolder,
  runtime: Runtime,
  trial: Trial,
  watcher: Watcher,
  signal: AbortSignal,
): Promise<void> {
  const files = createTrialFolder(run, trial.trialId);
  watcher.trialStarted(trial, files);
  const outcome = await runTrial(runtime, trial, files, signal);
  if (outcome.state !== 'completed') demandSpace(run.path);
  if (outcome.state === 'completed') writeSamples(files, outcome.samples);
  const record = collectTrial(outcome);
  appendRecord(run.journal, record);
  watcher.trialEnded(record);
}

/** Analyses the records of a run as they stand, and writes its report. */
export function reportOn(run: RunFolder, manifest: Manifest): Result {
  const circumstances = { subjectCpus: manifest.cpus.subject.length };
  const { trials, growth, preset } = manifest.plan;
  const analysis = analyse(readJournal(run.journal), trials, circumstances.subjectCpus, growth);
  const asked = presets[preset]?.testsClaims ?? false;
  const claims = judgeClaims(analysis.cells, circumstances, asked);
  const rendered = render(analysis, claims, manifest);
  writeWhole(run.reportJson, rendered.json);
  writeWhole(run.reportMarkdown, rendered.markdown);
  return { analysis, claims, rendered };
}

function trialsLeft(run: RunFolder, manifest: Manifest): Trial[] {
  const records = readJournal(run.journal);
  return manifest.plan.trials.filter(
    (trial) =>
      !records.some((record) => record.state === 'measured' && record.trial.trialId === trial.trialId),
  );
}

/** @throws BenchError BENCH_CLAIMS_FAILED when one that was made a gate does not hold */
export function demandClaims(claims: readonly JudgedClaim[], gates: readonly string[]): void {
  const failed = claims.filter(({ id, verdict }) => gates.includes(id) && verdict !== 'holds');
  const unknown = gates.filter((gate) => !claims.some(({ id }) => id === gate));
  if (failed.length === 0 && unknown.length === 0) return;
  const reasons = [
    ...failed.map(({ id, subject, verdict, reason }) => `${id} on ${subject}: ${verdict} (${reason})`),
    ...unknown.map((gate) => `${gate}: the run has not the cells that it needs`),
  ];
  throw new BenchError('BENCH_CLAIMS_FAILED', `expected to hold, and do not: ${reasons.join('; ')}.`);
}

/** @throws BenchError BENCH_RUN_INTERRUPTED or BENCH_RUN_CELLS_MISSING when the run is not whole */
export function demandWhole({ pending, missing }: Analysis, runId: string): void {
  if (pending > 0) {
    throw new BenchError(
      'BENCH_RUN_INTERRUPTED',
      `stopped with ${pending} ${pending === 1 ? 'trial' : 'trials'} left. Go on with: npm exec headroom -- resume ${runId}`,
    );
  }
  if (missing.length > 0) {
    throw new BenchError(
      'BENCH_RUN_CELLS_MISSING',
      `no measured trial for ${missing.join(', ')}; the report says why under "Excluded trials".`,
    );
  }
}
