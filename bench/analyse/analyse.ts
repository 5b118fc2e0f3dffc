import type { MeasuredRecord, Trial, TrialRecord } from '@headroom/contract/records.ts';
import { endpoints } from '@headroom/contract/routes.ts';
import { median } from '../statistics/median.ts';
import type { Analysis } from './analysis.ts';
import { articleTable } from './article-table.ts';
import { breakEvens } from './break-even.ts';
import { findings } from './findings.ts';
import { scalingOf } from './scaling.ts';
import { type ServiceTime, summariseCell } from './summarise-cell.ts';

/**
 * Cells, comparisons with the article, and findings in words from the records of a run, in whatever order
 * they came.
 * @param planned the trials of the plan
 * @param subjectCpus how many CPUs the subject might use; null where that is not known
 */
export function analyse(
  records: readonly TrialRecord[],
  planned: readonly Trial[],
  subjectCpus: number | null = null,
): Analysis {
  const latest = [...new Map(records.map((record) => [record.trial.trialId, record])).values()];
  const measured = latest.filter((record) => record.state === 'measured');
  const groups = [...Map.groupBy(measured, (record) => cellKey(record.trial)).values()].sort(
    byEndpointAndLevel,
  );
  const [baselines, cells] = [true, false].map((baseline) =>
    groups
      .filter(([first]) => first?.trial.baseline === baseline)
      .map((group) =>
        summariseCell(group, serviceSeconds(group, measured), repeatsPlanned(group, planned), subjectCpus),
      ),
  );
  const found = cells ?? [];

  return {
    cells: found,
    baselines: baselines ?? [],
    excluded: latest.flatMap((record) =>
      record.state === 'excluded' ? [{ trialId: record.trial.trialId, reason: record.reason }] : [],
    ),
    articleTable: articleTable(found, planned),
    breakEvens: breakEvens(found),
    scaling: scalingOf(
      found,
      baselines ?? [],
      measured.map(({ trial }) => trial),
      subjectCpus,
    ),
    findings: findings(found),
    span: spanOf(measured),
    pending: planned.filter((trial) => !latest.some((record) => isDone(record, trial))).length,
    missing: missingCells(planned, measured),
  };
}

/** Whether a record settles a trial of the plan: one that was interrupted is still to be run. */
function isDone(record: TrialRecord, trial: Trial): boolean {
  const interrupted = record.state === 'excluded' && record.reason.code === 'BENCH_TRIAL_INTERRUPTED';
  return record.trial.trialId === trial.trialId && !interrupted;
}

function spanOf(measured: readonly MeasuredRecord[]): Analysis['span'] {
  if (measured.length === 0) return null;
  const end = ({ startedAt, trial }: MeasuredRecord) =>
    startedAt + trial.warmupSeconds + trial.durationSeconds;
  return {
    from: Math.min(...measured.map(({ startedAt }) => startedAt)),
    to: Math.max(...measured.map(end)),
  };
}

function cellKey({ subject, endpoint, vus, baseline }: Trial): string {
  return [subject, endpoint, vus, baseline].join(' ');
}

/** S: what the subject declares, else the mean latency seen at one user. */
function serviceSeconds(group: readonly MeasuredRecord[], measured: readonly MeasuredRecord[]): ServiceTime {
  const trial = (group[0] as MeasuredRecord).trial;
  const alone = measured.filter(
    (record) =>
      record.trial.subject === trial.subject &&
      record.trial.endpoint === trial.endpoint &&
      record.trial.vus === 1,
  );
  const observed = median(alone.map(({ latency }) => latency?.mean ?? null));
  return { declared: trial.declaredServiceSeconds, observed };
}

function repeatsPlanned(group: readonly MeasuredRecord[], planned: readonly Trial[]): number {
  const key = cellKey((group[0] as MeasuredRecord).trial);
  return planned.filter((trial) => cellKey(trial) === key).length;
}

function missingCells(planned: readonly Trial[], measured: readonly MeasuredRecord[]): string[] {
  const done = new Set(measured.map(({ trial }) => cellKey(trial)));
  const missing = planned.filter((trial) => !trial.baseline && !done.has(cellKey(trial)));
  return [
    ...new Set(
      missing.map(
        ({ subject, endpoint, vus }) => `${subject} ${endpoint} at ${vus === 1 ? '1 user' : `${vus} users`}`,
      ),
    ),
  ];
}

/** Variants come after the endpoint that they are of. */
function placeOf(path: string): string {
  const listed = endpoints.findIndex((endpoint) => endpoint.path === path);
  const base = endpoints.findIndex((endpoint) => endpoint.path === path.split('?')[0]);
  return `${String(listed < 0 ? base : listed).padStart(3, '0')} ${path}`;
}

function byEndpointAndLevel([a]: MeasuredRecord[], [b]: MeasuredRecord[]): number {
  const place = (record: MeasuredRecord | undefined) => [
    record?.trial.subject ?? '',
    placeOf(record?.trial.endpoint ?? ''),
    record?.trial.vus ?? 0,
  ];
  const [left, right] = [place(a), place(b)];
  for (const [i, value] of left.entries()) {
    const other = right[i] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
