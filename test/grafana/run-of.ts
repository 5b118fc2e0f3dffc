import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TrialRecord, trialRecordSchema } from '@headroom/contract/records.ts';
import { type Report, reportSchema } from '@headroom/contract/report.ts';

/** A run as a person looks at it in Grafana. */
export interface ShownRun {
  readonly report: Report;
  /** Unix seconds: what the report's own links to Grafana show. */
  readonly span: { readonly from: number; readonly to: number };
}

const marginSeconds = 5;

/** @param folder of a run, like `results/latest` @throws Error where a file of it lacks or is none */
export function runOf(folder: string): ShownRun {
  const read = (name: string): string => {
    const file = join(folder, name);
    if (!existsSync(file))
      throw new Error(`there is no ${file}: expected the folder of a run, such as results/latest`);
    return readFileSync(file, 'utf8');
  };
  const lines = read('trials.ndjson').trim().split('\n');
  return shownRun(
    reportSchema.parse(JSON.parse(read('report.json'))),
    lines.map((line) => trialRecordSchema.parse(JSON.parse(line))),
  );
}

export function shownRun(report: Report, records: readonly TrialRecord[]): ShownRun {
  const measured = records.filter((record) => record.state === 'measured');
  const ends = measured.map(
    ({ startedAt, trial }) => startedAt + trial.warmupSeconds + trial.durationSeconds,
  );
  return {
    report,
    span: {
      from: Math.min(...measured.map(({ startedAt }) => startedAt)) - marginSeconds,
      to: Math.max(...ends) + marginSeconds,
    },
  };
}
