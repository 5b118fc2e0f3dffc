import { readFileSync } from 'node:fs';
import { reportSchema } from '../contract/report.ts';

/** Holds the report of `make bench PRESET=quick` against its schema and against what must be true on any machine. */
const report = reportSchema.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const complaints = [
  report.complete ? '' : 'the run is not complete',
  report.excluded.length === 0 ? '' : `excluded: ${JSON.stringify(report.excluded)}`,
  report.cells.length === 8 ? '' : `expected 8 cells, got ${report.cells.length}`,
  report.articleTable.every(({ measured }) => measured !== null) ? '' : "the article's table has a gap",
  ...report.cells.map(({ endpoint, vus, failedRequests }) =>
    failedRequests === 0 ? '' : `${endpoint} at ${vus}: ${failedRequests} failed requests`,
  ),
].filter(Boolean);
for (const complaint of complaints) console.error(complaint);
process.exitCode = complaints.length === 0 ? 0 : 1;
