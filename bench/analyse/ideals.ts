import type { Manifest } from '@headroom/contract/manifest.ts';
import type { MeasuredRecord, Trial, TrialRecord } from '@headroom/contract/records.ts';
import { cellKey, isClosed } from '../model/level.ts';
import type { Analysis } from './analysis.ts';
import { loneUsers, withWarmCode } from './lone-user.ts';
import { latestInOrder } from './measured-cells.ts';
import { closedIdeal, serviceTimes } from './service-times.ts';

/** The ideal of a trial that is still to run, as far as those of its run that have been measured tell. */
export function idealSoFar(trial: Trial, records: readonly TrialRecord[]): number | null {
  if (!isClosed(trial)) return trial.arrivalsPerSecond;
  const measured = latestInOrder([], records).filter((record) => record.state === 'measured');
  return closedIdeal(trial, serviceTimes(warm(measured))(trial));
}

const warm = (measured: readonly MeasuredRecord[]) => withWarmCode(measured, loneUsers(measured));

/** The ideal of each trial of a run that has one, as its report gives it to the cell. */
export function idealsOf(
  { cells, baselines }: Pick<Analysis, 'cells' | 'baselines'>,
  { runId, plan }: Pick<Manifest, 'runId' | 'plan'>,
): { trial: Trial; runId: string; idealRps: number }[] {
  const byCell = (some: Analysis['cells']) =>
    new Map(some.map((cell) => [cellKey(cell), cell.idealThroughputRps]));
  const [ofPlan, ofBaselines] = [byCell(cells), byCell(baselines)];
  return plan.trials.flatMap((trial) => {
    const idealRps = (trial.baseline ? ofBaselines : ofPlan).get(cellKey(trial)) ?? null;
    return idealRps === null ? [] : [{ trial, runId, idealRps }];
  });
}
