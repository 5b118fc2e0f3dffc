import type { RunPlan } from '@headroom/contract/manifest.ts';
import type { Analysis } from './analyse/analysis.ts';
import { carryOut, demandClaims, demandWhole, reportOn } from './carry-out.ts';
import { readManifest, writeManifest } from './collect/manifest.ts';
import { createRunFolder, openRunFolder } from './collect/run-folder.ts';
import type { BenchConfig } from './config/bench-config.ts';
import { capacityDefaults } from './config/capacity-defaults.ts';
import { loadConfig } from './config/load-config.ts';
import type { OptionSource } from './config/option-source.ts';
import { planCapacity } from './plan/plan-capacity.ts';
import { planTrials } from './plan/plan-trials.ts';
import { prepareLab } from './prepare/prepare-lab.ts';
import type { Watcher } from './watcher.ts';

/** Where the programme speaks, and how it is told to stop. */
export interface Stage {
  /** One line of text for the user. */
  say(line: string): void;
  readonly watcher: Watcher;
  readonly signal: AbortSignal;
}

/** A new run: load the configuration, plan, make ready, run and collect each trial, analyse, render. */
export async function run(
  sources: readonly OptionSource[],
  stage: Stage,
  planOf: (config: BenchConfig) => RunPlan = planTrials,
): Promise<void> {
  const config = loadConfig(sources);
  const plan = planOf(config);
  const lab = await prepareLab({ ...config, plan }, stage);
  const folder = createRunFolder(config.out, plan.preset, new Date());
  const manifest = { ...lab.manifest, runId: folder.runId };
  writeManifest(folder, manifest);
  const result = await carryOut(folder, manifest, lab.runtime, stage);
  conclude(result, folder, stage);
  // A search has no cells that a claim could be judged by.
  if (plan.growth.kind !== 'capacity') demandClaims(result.claims, config.gateClaims);
}

/** How much load each endpoint carries until a service level breaks: a run whose plan grows until that is known. */
export async function capacity(sources: readonly OptionSource[], stage: Stage): Promise<void> {
  await run([capacityDefaults, ...sources], stage, planCapacity);
}

/** What is left of an earlier run, by the same plan and settings. */
export async function resume(out: string, runId: string, stage: Stage): Promise<void> {
  const folder = openRunFolder(out, runId);
  const manifest = readManifest(folder);
  const lab = await prepareLab({ ...manifest, endpointsNamed: true, out, keepUp: false }, stage);
  conclude(await carryOut(folder, manifest, lab.runtime, stage), folder, stage);
}

/** The report of an earlier run, made anew from its records. */
export function report(out: string, runId: string, stage: Pick<Stage, 'say'>): void {
  const folder = openRunFolder(out, runId);
  stage.say(reportOn(folder, readManifest(folder)).rendered.terminal);
}

function conclude(
  { analysis, rendered }: { analysis: Analysis; rendered: { terminal: string } },
  folder: { path: string; runId: string },
  { say }: Stage,
): void {
  say(
    `\n${rendered.terminal}\n\nAll of it: ${folder.path}/report.md, report.json; each trial under ${folder.path}/trials/.`,
  );
  demandWhole(analysis, folder.runId);
}
