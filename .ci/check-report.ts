import { readFileSync } from 'node:fs';
import { reportSchema } from '../contract/report.ts';

/** Holds the report of `make bench PRESET=quick` against its schema and against what must be true on any machine. */
const report = reportSchema.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const complaints = [
  report.complete ? '' : 'the run is not complete',
  report.cells.length === 8 ? '' : `expected 8 cells, got ${report.cells.length}`,
  report.articleTable.every(({ measured }) => measured !== null) ? '' : "the article's table has a gap",
  ...report.cells.map(({ endpoint, vus, failedRequests }) =>
    failedRequests === 0 ? '' : `${endpoint} at ${vus}: ${failedRequests} failed requests`,
  ),
  // Last, as it says why cells are missing.
  ...report.excluded.map(
    ({ trialId, reason }) => `${trialId} is excluded: ${reason.message} (${reason.code})`,
  ),
].filter(Boolean);
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length === 0 ? 0 : 1;
