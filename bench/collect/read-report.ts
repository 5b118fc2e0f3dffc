import { readFileSync } from 'node:fs';
import { type Report, reportSchema } from '@headroom/contract/report.ts';
import { readStored } from './stored.ts';

/** A report.json of whatever run. @throws BenchError BENCH_RESULTS_DAMAGED or BENCH_RESULTS_VERSION */
export function readReport(file: string): Report {
  return readStored(
    reportSchema,
    readFileSync(file, 'utf8'),
    file,
    'headroom report <run-id> makes it anew from the records.',
  );
}
