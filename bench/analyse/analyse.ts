import type { Capacity } from '@headroom/contract/capacity.ts';
import type { Growth } from '@headroom/contract/manifest.ts';
import type { MeasuredRecord, Trial, TrialRecord } from '@headroom/contract/records.ts';
import { endpoints } from '@headroom/contract/routes.ts';
import { isKnownTo } from '../model/known-to.ts';
import { meanLatencyOf } from '../model/trial-figures.ts';
import { isClosed, levelInWords, percent } from '../words/in-words.ts';
import type { Analysis } from './analysis.ts';
import { articleTable } from './article-table.ts';
import { breakEvens } from './break-even.ts';
import { capacities } from './capacities.ts';
import { findings } from './findings.ts';
import type { MeasuredCell } from './measured-cell.ts';
import { scalingOf } from './scaling.ts';
import { type ServiceTime, summariseCell } from './summarise-cell.ts';
import { summariseOpenCell } from './summarise-open-cell.ts';
import { tracesOf } from './traces.ts';
import { verdicts } from './verdicts.ts';

/**
 * Cells, comparisons with the article, and findings in words from the records of a run, in whatever order
 * they came.
 * @param planned the trials of the plan
 * @param subjectCpus how many CPUs the subject might use; null where that is not known
 * @param growth what the plan grew for
 */
export function analyse(
  records: readonly TrialRecord[],
  planned: readonly Trial[],
  subjectCpus: number | null = null,
  growth: Growth = { kind: 'none' },
): Analysis {
  const latest = inOrderOf(planned, [
    ...new Map(records.map((record) => [record.trial.trialId, record])).values(),
  ]);
  const measured = latest.filter((record) => record.state === 'measured');
  const groups = [...Map.groupBy(measured, (record) => cellKey(record.trial)).values()].sort(
    byEndpointAndLevel,
  );
  const alone = Map.groupBy(
    measured.filter(({ trial }) => trial.vus === 1 && isClosed(trial)),
    ({ trial }) => endpointKey(trial),
  );
  const repeatsPlanned = Map.groupBy(planned, cellKey);
  const cells = groups.map((records) => {
    const { trial } = records[0] as MeasuredRecord;
    const repeats = repeatsPlanned.get(cellKey(trial))?.length ?? 0;
    if (!isClosed(trial)) return { cell: summariseOpenCell(records, repeats, subjectCpus), records };
    const service = serviceSeconds(trial, alone.get(endpointKey(trial)) ?? []);
    return { cell: summariseCell(records, service, repeats, subjectCpus), records };
  });
  const done = new Set(latest.filter(isDone).map(({ trial }) => trial.trialId));
  const isBaseline = ({ records: [first] }: MeasuredCell) => first?.trial.baseline === true;
  const planCells = cells.filter((one) => !isBaseline(one)).map((one) => withPrecision(one, growth));
  const found = planCells.map(({ cell }) => cell);
  const baselines = cells.filter(isBaseline).map(({ cell }) => cell);
  // What the article says, and what an ideal is, are of users that wait for their answers.
  const closed = found.filter(isClosed);
  const searched = growth.kind === 'capacity' ? capacities(planned, growth, latest) : null;

  return {
    cells: found,
    baselines,
    excluded: latest.flatMap((record) =>
      record.state === 'excluded' ? [{ trialId: record.trial.trialId, reason: record.reason }] : [],
    ),
    articleTable: articleTable(closed, planned.filter(isClosed)),
    breakEvens: breakEvens(closed),
    verdicts: verdicts(planCells),
    findings: findings(closed),
    capacities: searched ?? [],
    traces: tracesOf(measured),
    scaling: scalingOf(
      closed,
      baselines,
      measured.map(({ trial }) => trial),
      subjectCpus,
    ),
    span: spanOf(measured),
    pending: planned.filter(({ trialId }) => !done.has(trialId)).length,
    missing: searched === null ? missingCells(planned, measured) : searched.filter(isUnknown).map(nameOf),
  };
}

/** A plan that grew until its cells were known says of those that are not. */
function withPrecision({ cell, records }: MeasuredCell, growth: Growth): MeasuredCell {
  if (growth.kind !== 'until-stable' || isKnownTo(growth.targetShare, records)) return { cell, records };
  const message = `Throughput or median latency is not known to ${percent(growth.targetShare)}, as was asked for: the budget of ${growth.budgetSeconds} s was used up, or the run was stopped. A larger --budget goes on for longer, a longer --duration gets there sooner.`;
  return { cell: { ...cell, warnings: [...cell.warnings, { code: 'imprecise', message }] }, records };
}

/** A step that was too much for the subject is an answer; a search without any is none. */
const isUnknown = ({ bound }: Capacity): boolean => bound === 'unknown';
const nameOf = ({ subject, endpoint }: Capacity): string => `the capacity of ${subject} ${endpoint}`;

/** By the plan, those that it does not have last: so that nothing depends on when a trial was run, or run again. */
function inOrderOf(planned: readonly Trial[], records: readonly TrialRecord[]): TrialRecord[] {
  const places = new Map(planned.map(({ trialId }, place) => [trialId, place]));
  const placeOf = ({ trial }: TrialRecord) => places.get(trial.trialId) ?? planned.length;
  return records.toSorted((a, b) => placeOf(a) - placeOf(b) || (a.trial.trialId < b.trial.trialId ? -1 : 1));
}

/** Whether a record settles its trial: one that was interrupted is still to be run. */
function isDone(record: TrialRecord): boolean {
  return record.state === 'measured' || record.reason.code !== 'BENCH_TRIAL_INTERRUPTED';
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

function cellKey(trial: Trial): string {
  return [trial.subject, trial.endpoint, levelInWords(trial), trial.baseline].join(' ');
}

function endpointKey({ subject, endpoint }: Trial): string {
  return `${subject} ${endpoint}`;
}

/** S: what the subject declares, else the mean latency seen at one user. */
function serviceSeconds({ declaredServiceSeconds }: Trial, alone: readonly MeasuredRecord[]): ServiceTime {
  const observed = alone.map(meanLatencyOf).filter((seconds) => seconds !== null);
  return { declared: declaredServiceSeconds, observed };
}

function missingCells(planned: readonly Trial[], measured: readonly MeasuredRecord[]): string[] {
  const done = new Set(measured.map(({ trial }) => cellKey(trial)));
  const missing = planned.filter((trial) => !trial.baseline && !done.has(cellKey(trial)));
  return [...new Set(missing.map((trial) => `${trial.subject} ${trial.endpoint} at ${levelInWords(trial)}`))];
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
    record?.trial.arrivalsPerSecond ?? 0,
    record?.trial.vus ?? 0,
  ];
  const [left, right] = [place(a), place(b)];
  for (const [i, value] of left.entries()) {
    const other = right[i] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}
