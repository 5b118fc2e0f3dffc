import type { Growth } from '@headroom/contract/manifest.ts';
import type { MeasuredRecord, Trial, TrialRecord } from '@headroom/contract/records.ts';
import { isKnownTo } from '../model/known-to.ts';
import { cellKey } from '../model/level.ts';
import { drawSeed, seededRandom, shuffle } from '../random/seeded-random.ts';
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
      cellKey,
    ).values(),
  ];
  const unstable = cells.filter(
    (cell) => cell.length < mostRepeats && !isStable(cell, measured, targetShare),
  );
  const random = seededRandom(seed + round);
  return shuffle(unstable, random).flatMap(([first]) =>
    first === undefined
      ? []
      : [{ ...first, repeat: round, trialId: trialIdOf(first, round), seed: drawSeed(random) }],
  );
}

function isStable(cell: readonly Trial[], measured: readonly MeasuredRecord[], targetShare: number): boolean {
  const own = measured.filter(({ trial }) => cell.some(({ trialId }) => trialId === trial.trialId));
  return isKnownTo(targetShare, own);
}
