import type { Growth } from '@headroom/contract/manifest.ts';
import type { MeasuredRecord, Trial, TrialRecord } from '@headroom/contract/records.ts';
import { latencyAt, throughputOf } from '../model/trial-figures.ts';
import { seededRandom, shuffle } from '../random/seeded-random.ts';
import { median } from '../statistics/median.ts';
import { medianInterval } from '../statistics/median-interval.ts';
import { trialIdOf } from './trial-id.ts';

type UntilStable = Extract<Growth, { kind: 'until-stable' }>;

const mostRepeats = 100;

/**
 * One more round of the cells whose throughput or median latency is not known well enough yet; none once all are,
 * or once the trials planned so far fill the budget. It stops on the width of an interval and never on a test:
 * to stop when a difference shows is to find one where there is none.
 */
export function addRound(
  trials: readonly Trial[],
  { targetShare, budgetSeconds }: UntilStable,
  seed: number,
  records: readonly TrialRecord[],
): Trial[] {
  const planned = trials.reduce((sum, trial) => sum + trial.warmupSeconds + trial.durationSeconds, 0);
  if (planned >= budgetSeconds) return [];
  const measured = records.filter((record) => record.state === 'measured');
  const round = 1 + Math.max(...trials.map(({ repeat }) => repeat));
  const cells = [
    ...Map.groupBy(
      trials.filter(({ baseline }) => !baseline),
      cellOf,
    ).values(),
  ];
  const unstable = cells.filter(
    (cell) => cell.length < mostRepeats && !isStable(cell, measured, targetShare),
  );
  const random = seededRandom(seed + round);
  return shuffle(unstable, random).flatMap(([first]) =>
    first === undefined
      ? []
      : [{ ...first, repeat: round, trialId: trialIdOf(first, round), seed: Math.floor(random() * 2 ** 32) }],
  );
}

/** Whether half of each interval is within the target share of its median. */
function isStable(cell: readonly Trial[], measured: readonly MeasuredRecord[], targetShare: number): boolean {
  const own = measured.filter(({ trial }) => cell.some(({ trialId }) => trialId === trial.trialId));
  return [throughputOf, latencyAt(50)].every((figure) => {
    const values = own.map(figure).filter((value) => value !== null);
    const interval = medianInterval(values);
    const middle = median(values);
    // A figure that no window can show does not get known by repeating it.
    if (own.length >= 6 && values.length === 0) return true;
    if (interval === null || middle === null) return false;
    return (interval.high - interval.low) / 2 <= targetShare * middle;
  });
}

function cellOf({ subject, endpoint, vus, arrivalsPerSecond }: Trial): string {
  return JSON.stringify([subject, endpoint, vus, arrivalsPerSecond]);
}
