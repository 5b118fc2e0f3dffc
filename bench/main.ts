import { BenchError } from '@headroom/contract/errors.ts';
import type { Manifest, RunPlan } from '@headroom/contract/manifest.ts';
import type { Analysis } from './analyse/analysis.ts';
import { beginRun } from './begin-run.ts';
import { carryOut, carryOutInTurn, type Lane, type Result, resultOf, writeReport } from './carry-out.ts';
import { readManifest } from './collect/manifest.ts';
import { openRunFolder, type RunFolder } from './collect/run-folder.ts';
import { demandIdle } from './collect/run-lock.ts';
import type { BenchConfig } from './config/bench-config.ts';
import { bystandersInWords } from './config/bystanders.ts';
import { capacityDefaults } from './config/capacity-defaults.ts';
import { type Gate, gate } from './config/gate.ts';
import { loadConfig } from './config/load-config.ts';
import type { OptionSource } from './config/option-source.ts';
import { demandClaims, demandWhole } from './demands.ts';
import { beginPair, concludePair, openPair, type Pair } from './pair.ts';
import { planCapacity } from './plan/plan-capacity.ts';
import { planTrials } from './plan/plan-trials.ts';
import { baseEntry } from './prepare/base-build.ts';
import { demandSameTuning } from './prepare/inherited-tuning.ts';
import { prepareLab } from './prepare/prepare-lab.ts';
import { refuseProbe } from './refuse-probe.ts';
import { apiEntry } from './runtime/native/subject-program.ts';
import { repeatsForInterval } from './statistics/median-interval.ts';
import { demandPlainFiles } from './trust/demand-plain-files.ts';
import { demandTrusted, type Trust } from './trust/demand-trusted.ts';
import type { Watcher } from './watcher.ts';

/** Where the programme speaks, and how it is told to stop. */
export interface Stage {
  /** One line of text for the user. */
  say(line: string): void;
  readonly watcher: Watcher;
  readonly signal: AbortSignal;
  /** Flags of the command in hand that `resume` takes again to go on with what it leaves. */
  readonly resumeFlags: readonly string[];
}

/**
 * A new run: load the configuration, plan, make ready, run and collect each trial, analyse, render. With a base two
 * runs, of both builds in turn, which are then compared.
 */
export async function run(sources: readonly OptionSource[], stage: Stage): Promise<void> {
  const config = loadConfig(sources);
  const base = config.base === null ? null : subjectsOfBase(config, config.base);
  await measure(config, planTrials(config), base, stage);
}

/** Two runs of the same build in turn, for what difference this machine cannot tell from none. */
export async function noise(sources: readonly OptionSource[], stage: Stage): Promise<void> {
  const config = loadConfig(sources);
  demandRepeatsOfNoise(config);
  await measure(config, planTrials(config), config.subjects, stage);
}

/** How much load each endpoint carries until a service level breaks: a run whose plan grows until that is known. */
export async function capacity(sources: readonly OptionSource[], stage: Stage): Promise<void> {
  const config = loadConfig([capacityDefaults, ...sources]);
  await measure(config, planCapacity(config), null, stage);
}

/** @param base what the other side of a pair is started with; null where there is none */
async function measure(
  config: BenchConfig,
  plan: RunPlan,
  base: BenchConfig['subjects'] | null,
  stage: Stage,
): Promise<void> {
  const remark = bystandersInWords(config);
  if (remark !== null) stage.say(remark);
  const lab = await prepareLab({ ...config, plan, baseSubjects: base }, stage);
  if (lab.base !== null) {
    const lanes = await beginPair(config.out, [lab.base, lab], config.gates, stage.say);
    const [, head] = await carryOutPair(config.out, lanes, config.gates, stage);
    return demandClaims(head.claims, config.gateClaims);
  }
  const { run: folder, manifest, runtime } = await beginRun(config.out, lab, stage.say);
  const result = await carryOut(folder, manifest, runtime, stage);
  conclude(result, folder, stage);
  // A search has no cells that a claim could be judged by.
  if (plan.growth.kind !== 'capacity') demandClaims(result.claims, config.gateClaims);
}

/**
 * What is left of an earlier run, by the same plan and settings; of one that has a partner, of both.
 * @param trustManifest whether it may start what the present settings do not say
 */
export async function resume(
  sources: readonly OptionSource[],
  runId: string,
  trustManifest: boolean,
  stage: Stage,
): Promise<void> {
  const config = loadConfig(sources);
  const { out } = config;
  const folder = openRunFolder(out, runId);
  const manifest = readManifest(folder);
  refuseProbe(manifest);
  const pair = openPair(out, folder, manifest);
  const trust: Trust = trustManifest
    ? { kind: 'given', say: stage.say }
    : { kind: 'demanded', advice: waysToTrust };
  const stored = pair === null ? [{ run: folder, manifest }] : [pair.base, pair.head];
  demandTrusted(stored, config, trust);
  demandSameTuning(manifest);
  // Before its ports are found taken, by the service of whoever is at it.
  for (const { run } of stored) demandIdle(run, 'nobody else can go on with it');
  const order = { ...(pair?.head.manifest ?? manifest), endpointsNamed: true, out, keepUp: false };
  const lab = await prepareLab({ ...order, baseSubjects: pair?.base.manifest.subjects ?? null }, stage);
  if (pair !== null && lab.base !== null) {
    const [base, head] = [lab.base.runtime, lab.runtime];
    await carryOutPair(
      out,
      [
        { ...pair.base, runtime: base },
        { ...pair.head, runtime: head },
      ],
      gatesOf(manifest),
      stage,
    );
  } else {
    conclude(await carryOut(folder, manifest, lab.runtime, stage), folder, stage);
  }
}

const waysToTrust =
  'Name the settings that it was made with (--config, and --base for a pair), or add --trust-manifest if you trust what is listed here.';

/** Those that a run in turns was started with. */
function gatesOf({ pair, runId }: Manifest): readonly Gate[] {
  return (pair?.gates ?? []).map((text) => {
    const parsed = gate.safeParse(text);
    if (parsed.success) return parsed.data;
    throw new BenchError(
      'BENCH_RESULTS_DAMAGED',
      `the manifest of ${runId} has the gate ${JSON.stringify(text)}: ${parsed.error.issues[0]?.message}.`,
    );
  });
}

async function carryOutPair(
  out: string,
  lanes: readonly [Lane, Lane],
  gates: readonly Gate[],
  stage: Stage,
): Promise<readonly [Result, Result]> {
  const [base, head] = (await carryOutInTurn(lanes, stage)) as [Result, Result];
  const pair: Pair = { base: lanes[0], head: lanes[1] };
  concludePair(out, pair, { base: base.analysis, head: head.analysis }, gates, stage);
  return [base, head];
}

function subjectsOfBase({ subjects }: BenchConfig, base: string): BenchConfig['subjects'] {
  const entry = baseEntry(base);
  if (entry === (subjects.nest.entry ?? apiEntry)) {
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      `base is ${JSON.stringify(base)}, which is the build that is measured: expected another. How two runs of one build differ is shown by headroom noise.`,
    );
  }
  return { ...subjects, nest: { ...subjects.nest, entry } };
}

function demandRepeatsOfNoise({ protocol: { repeats } }: BenchConfig): void {
  const fewest = repeatsForInterval();
  if (repeats >= fewest) return;
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `repeats is ${repeats}: expected at least ${fewest} to know the noise of this machine. Leave --repeats out for 10.`,
  );
}

/** The report of an earlier run, made anew from its records. @param print shows what is the result of the command */
export async function report(
  out: string,
  runId: string,
  print: (text: string) => Promise<void>,
): Promise<void> {
  const folder = openRunFolder(out, runId);
  demandPlainFiles(folder);
  const manifest = readManifest(folder);
  const result = resultOf(folder, manifest);
  const failure = await writeReport(folder, manifest, result).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  await print(`${result.rendered.terminal}${failure === null ? `\n\nAs a page: ${folder.reportHtml}` : ''}`);
  if (failure !== null) throw failure.error;
}

function conclude(
  { analysis, rendered }: { analysis: Analysis; rendered: { terminal: string } },
  folder: RunFolder,
  { say, resumeFlags }: Stage,
): void {
  say(
    `\n${rendered.terminal}\n\nAll of it as a page: ${folder.reportHtml}, with report.md and report.json beside it; each trial under ${folder.path}/trials/.`,
  );
  demandWhole(analysis, folder, resumeFlags);
}
