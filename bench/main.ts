import { join } from 'node:path';
import type { Analysis } from './analyse/analysis.ts';
import { carryOut, demandClaims, demandWhole, reportOn, resultOf } from './carry-out.ts';
import { readManifest, writeManifest } from './collect/manifest.ts';
import { createRunFolder, openRunFolder, writeWhole } from './collect/run-folder.ts';
import { loadConfig } from './config/load-config.ts';
import type { OptionSource } from './config/option-source.ts';
import { planTrials } from './plan/plan-trials.ts';
import { prepareLab } from './prepare/prepare-lab.ts';
import { type RunOfPage, renderComparisonHtml } from './report/html/comparison-page.ts';
import type { Watcher } from './watcher.ts';

/** Where the programme speaks, and how it is told to stop. */
export interface Stage {
  /** One line of text for the user. */
  say(line: string): void;
  readonly watcher: Watcher;
  readonly signal: AbortSignal;
}

/** A new run: load the configuration, plan, make ready, run and collect each trial, analyse, render. */
export async function run(sources: readonly OptionSource[], stage: Stage): Promise<void> {
  const config = loadConfig(sources);
  const plan = planTrials(config);
  const lab = await prepareLab({ ...config, plan }, stage);
  const folder = createRunFolder(config.out, plan.preset, new Date());
  const manifest = { ...lab.manifest, runId: folder.runId };
  writeManifest(folder, manifest);
  const result = await carryOut(folder, manifest, lab.runtime, stage);
  conclude(result, folder, stage);
  demandClaims(result.claims, config.gateClaims);
}

/** What is left of an earlier run, by the same plan and settings. */
export async function resume(out: string, runId: string, stage: Stage): Promise<void> {
  const folder = openRunFolder(out, runId);
  const manifest = readManifest(folder);
  const lab = await prepareLab({ ...manifest, endpointsNamed: true, out, keepUp: false }, stage);
  conclude(await carryOut(folder, manifest, lab.runtime, stage), folder, stage);
}

/** The report of an earlier run, made anew from its records. */
export async function report(out: string, runId: string, { say }: Pick<Stage, 'say'>): Promise<void> {
  const folder = openRunFolder(out, runId);
  const { rendered } = await reportOn(folder, readManifest(folder));
  say(`${rendered.terminal}\n\nAs a page: ${folder.reportHtml}`);
}

/** Two earlier runs in one page, which is written to the folder of the second. */
export async function reportPair(
  out: string,
  [first, second]: readonly [string, string],
  { say }: Pick<Stage, 'say'>,
): Promise<void> {
  const [a, b] = [openRunFolder(out, first), openRunFolder(out, second)];
  const [left, right] = [a, b].map((folder) => {
    const manifest = readManifest(folder);
    const { analysis, rendered } = resultOf(folder, manifest);
    return { manifest, report: rendered.report, traces: analysis.traces };
  }) as [RunOfPage, RunOfPage];
  const page = join(b.path, `report-vs-${a.runId}.html`);
  writeWhole(page, await renderComparisonHtml(left, right, []));
  say(`Both as one page: ${page}`);
}

function conclude(
  { analysis, rendered }: { analysis: Analysis; rendered: { terminal: string } },
  folder: { path: string; runId: string; reportHtml: string },
  { say }: Stage,
): void {
  say(
    `\n${rendered.terminal}\n\nAll of it as a page: ${folder.reportHtml}, with report.md and report.json beside it; each trial under ${folder.path}/trials/.`,
  );
  demandWhole(analysis, folder.runId);
}
