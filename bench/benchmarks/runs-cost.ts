import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trialOf } from '../analyse/fixtures/records.ts';
import { plainTable } from '../report/table.ts';
import { writeRun } from '../runs/fixtures/results-folder.ts';
import { folderSizeBytes } from '../runs/folder-size.ts';
import { listRuns } from '../runs/list-runs.ts';
import { renderRuns } from '../runs/render-runs.ts';
import type { RunFilter } from '../runs/run-filter.ts';

/**
 * How long it takes to list a year of runs: so many (argument, 2,000 unless told), one every four hours, each
 * with 8 trials and the files that a trial leaves. Each figure is the better of two.
 */
const wanted = Number(process.argv[2] ?? 2000);
const everySeconds = 4 * 3600;
const newest = 1_767_225_600;
const out = mkdtempSync(join(tmpdir(), 'headroom-runs-cost-'));
const trials = (['/sync', '/async'] as const).flatMap((endpoint) =>
  [1, 10, 50, 100].map((vus) => trialOf(endpoint, vus)),
);

try {
  for (let i = 0; i < wanted; i++) {
    // Every tenth has been stopped on its way.
    const records = i % 10 === 0 ? { records: [] } : {};
    writeRun(out, { createdAt: newest - i * everySeconds, trials, ...records });
  }
  const weekAgo = newest - 7 * 86_400;
  const rows = (
    [
      ['the newest 40', { last: 40 }],
      ['those of a week', { since: weekAgo }],
      ['those that are incomplete', { incomplete: true }],
      ['all', {}],
    ] as const
  ).map(([what, filter]) => rowOf(what, filter));
  console.log(`${wanted} runs, ${Math.round(folderSizeBytes(out) / 1024 / 1024)} MiB in ${out}`);
  console.log(plainTable({ rows: [['list', 'runs', 'seconds'], ...rows], right: [1, 2] }));
} finally {
  rmSync(out, { recursive: true });
}

function rowOf(what: string, filter: RunFilter): string[] {
  const timed = [1, 2].map(() => {
    const began = performance.now();
    const runs = listRuns(out, filter);
    renderRuns(runs);
    return { runs: runs.length, seconds: (performance.now() - began) / 1000 };
  });
  const best = Math.min(...timed.map(({ seconds }) => seconds));
  return [what, String(timed[0]?.runs), best.toFixed(3)];
}
