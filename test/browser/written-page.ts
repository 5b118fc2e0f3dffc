import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Report } from '@headroom/contract/report.ts';
import { analyse } from '../../bench/analyse/analyse.ts';
import { manyRecords } from '../../bench/analyse/fixtures/many-records.ts';
import { judgeClaims } from '../../bench/claims/judge-claims.ts';
import { manifestOf } from '../../bench/report/fixtures/manifest.ts';
import { renderHtml } from '../../bench/report/html/page.ts';
import { render } from '../../bench/report/render.ts';

/** A page of so many trials on disk, of some endpoints only, and the report that it was made from. */
export async function writePage(
  trials: number,
  isWanted: (endpoint: string) => boolean = () => true,
): Promise<{ address: string; report: Report }> {
  const records = manyRecords(trials).filter(({ trial }) => isWanted(trial.endpoint));
  const manifest = manifestOf(records.map(({ trial }) => trial));
  const analysis = analyse(records, manifest.plan.trials, 1);
  const claims = judgeClaims(analysis.cells, { subjectCpus: 1 }, true);
  const { report } = render(analysis, claims, manifest);
  const file = join(mkdtempSync(join(tmpdir(), 'headroom-page-')), 'report.html');
  writeFileSync(file, await renderHtml(report, manifest, analysis.traces));
  return { address: pathToFileURL(file).href, report };
}
