import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Report } from '@headroom/contract/report.ts';
import { analyse } from '../../bench/analyse/analyse.ts';
import { manyRecords } from '../../bench/analyse/fixtures/many-records.ts';
import { reportOn } from '../../bench/carry-out.ts';
import { judgeClaims } from '../../bench/claims/judge-claims.ts';
import { readManifest } from '../../bench/collect/manifest.ts';
import { manifestOf } from '../../bench/fixtures/manifest.ts';
import { type RunOfPage, renderComparisonHtml } from '../../bench/report/html/comparison-page.ts';
import { renderHtml } from '../../bench/report/html/page.ts';
import { render } from '../../bench/report/render.ts';
import { writeHostileRun } from '../../bench/runs/fixtures/hostile-run.ts';

/** A page of so many trials on disk, of some endpoints only, and the report that it was made from. */
export async function writePage(
  trials: number,
  isWanted: (endpoint: string) => boolean = () => true,
): Promise<{ address: string; report: Report }> {
  const run = runOf(trials, isWanted, 1);
  const page = await renderHtml(run.report, run.manifest, run.traces);
  return { address: write(page), report: run.report };
}

/** A page of two runs of the same endpoints on disk. */
export async function writePairPage(
  trials: number,
  isWanted: (endpoint: string) => boolean,
): Promise<string> {
  const [a, b] = [runOf(trials, isWanted, 1), runOf(trials, isWanted, 2)];
  return write(await renderComparisonHtml(a, b, []));
}

/** The page of a run whose every text is hostile. */
export async function writeHostilePage(): Promise<string> {
  const out = mkdtempSync(join(tmpdir(), 'headroom-page-'));
  const folder = writeHostileRun(out, '20260101-000000-hostile');
  await reportOn(folder, readManifest(folder));
  return pathToFileURL(folder.reportHtml).href;
}

function runOf(trials: number, isWanted: (endpoint: string) => boolean, seed: number): RunOfPage {
  const records = manyRecords(trials, seed).filter(({ trial }) => isWanted(trial.endpoint));
  const manifest = manifestOf(records.map(({ trial }) => trial));
  const analysis = analyse(records, manifest.plan.trials, 1);
  const claims = judgeClaims(analysis.cells, { subjectCpus: 1 }, true);
  return { report: render(analysis, claims, manifest).report, manifest, traces: analysis.traces };
}

function write(page: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'headroom-page-')), 'report.html');
  writeFileSync(file, page);
  return pathToFileURL(file).href;
}
