import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { resultOf } from './carry-out.ts';
import { writeWhole } from './collect/disk.ts';
import { readManifest } from './collect/manifest.ts';
import { openRunFolder, type RunFolder } from './collect/run-folder.ts';
import { compareRuns } from './compare/compare-runs.ts';
import { comparisonSections } from './compare/comparison-sections.ts';
import { noiseFloorOfBoth } from './compare/noise-store.ts';
import { readStoredRun } from './compare/stored-run.ts';
import { type RunOfPage, renderComparisonHtml } from './report/html/comparison-page.ts';
import type { Section } from './report/section.ts';
import { demandPlainFiles } from './trust/demand-plain-files.ts';

/**
 * Two earlier runs in one page, which is written to the folder of the second: the first is the base.
 * @throws BenchError BENCH_RESULTS_* when one of them cannot be read, or the page not be written
 */
export async function reportPair(
  out: string,
  [first, second]: readonly [string, string],
  say: (line: string) => void,
): Promise<void> {
  const [a, b] = [openRunFolder(out, first), openRunFolder(out, second)];
  demandPlainFiles(b);
  const page = join(b.path, `report-vs-${a.runId}.html`);
  writeWhole(page, await pairPage(out, a, b));
  say(`Both as one page: ${page}`);
}

/**
 * Two earlier runs as one page of HTML, of which the first is the base; nothing is written.
 * @throws BenchError BENCH_RESULTS_* when one of them cannot be read
 */
export async function pairPage(out: string, a: RunFolder, b: RunFolder): Promise<string> {
  return renderComparisonHtml(runOfPage(a), runOfPage(b), compared(out, a, b));
}

function runOfPage(folder: RunFolder): RunOfPage {
  const manifest = readManifest(folder);
  const { analysis, rendered } = resultOf(folder, manifest);
  return { manifest, report: rendered.report, traces: analysis.traces };
}

/** What a comparison says; nothing where the two have no cell in common, and are only looked at side by side. */
function compared(out: string, a: RunFolder, b: RunFolder): Section[] {
  const [base, head] = [readStoredRun(out, a.runId), readStoredRun(out, b.runId)];
  const noiseFloor = noiseFloorOfBoth(out, base.manifest, head.manifest);
  try {
    return comparisonSections(compareRuns(base, head, { gates: [], noiseFloor, force: true }));
  } catch (error) {
    if (error instanceof BenchError && error.code === 'BENCH_COMPARE_NO_COMMON_CELL') return [];
    throw error;
  }
}
