import type { Growth } from '@headroom/contract/manifest.ts';
import type { MeasuredRecord, Trial, TrialRecord } from '@headroom/contract/records.ts';
import { isKnownTo } from '../model/known-to.ts';
import { isClosed } from '../model/level.ts';
import { percent } from '../words/in-words.ts';
import type { Analysis } from './analysis.ts';
import { articleTable } from './article-table.ts';
import { breakEvens } from './break-even.ts';
import { capacities } from './capacities.ts';
import { dashboardGaps } from './dashboard-gaps.ts';
import { findings } from './findings.ts';
import type { MeasuredCell } from './measured-cell.ts';
import { isBaseline, latestInOrder, measuredCells } from './measured-cells.ts';
import { excludedIn, failingCells, missingCapacities, missingCells } from './missing.ts';
import { scalingOf } from './scaling.ts';
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
  const latest = latestInOrder(planned, records);
  const measured = latest.filter((record) => record.state === 'measured');
  const cells = measuredCells(measured, planned, subjectCpus);
  const done = new Set(latest.filter(isDone).map(({ trial }) => trial.trialId));
  const planCells = cells.filter((one) => !isBaseline(one)).map((one) => withPrecision(one, growth));
  const found = planCells.map(({ cell }) => cell);
  const baselines = cells.filter(isBaseline).map(({ cell }) => cell);
  // What the article says, and what an ideal is, are of users that wait for their answers.
  const closed = found.filter(isClosed);
  const searched = growth.kind === 'capacity' ? capacities(planned, growth, latest) : null;

  return {
    cells: found,
    baselines,
    excluded: excludedIn(latest),
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
    dashboardGaps: dashboardGaps(measured),
    pending: planned.filter(({ trialId }) => !done.has(trialId)).length,
    // To a search what fails is an answer.
    failing: searched === null ? failingCells(found) : [],
    missing: searched === null ? missingCells(planned, latest) : missingCapacities(searched, latest),
  };
}

/** A plan that grew until its cells were known says of those that are not. */
function withPrecision({ cell, records }: MeasuredCell, growth: Growth): MeasuredCell {
  if (growth.kind !== 'until-stable' || isKnownTo(growth.targetShare, records)) return { cell, records };
  const message = `Throughput or median latency is not known to ${percent(growth.targetShare)}, as was asked for: the budget of ${growth.budgetSeconds} s was used up, or the run was stopped. A larger --budget goes on for longer, a longer --duration gets there sooner.`;
  return { cell: { ...cell, warnings: [...cell.warnings, { code: 'imprecise', message }] }, records };
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
