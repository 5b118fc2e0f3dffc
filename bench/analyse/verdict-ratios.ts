import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Ratio, VerdictLevel } from '@headroom/contract/verdict.ts';
import { meanActiveUsers } from '../model/active-users.ts';
import { isClosed } from '../model/level.ts';
import { impliedLatency } from '../model/littles-law.ts';
import { cpuPerRequestOf, throughputOf } from '../model/trial-figures.ts';
import { meanWaitOf } from '../model/user-time.ts';
import { blocksOf } from '../statistics/blocks.ts';
import { median } from '../statistics/median.ts';
import { ratioInterval } from '../statistics/ratio-interval.ts';

import { isOfSome } from './cell-figures.ts';
import type { MeasuredCell } from './measured-cell.ts';

export type ComparedFigure = keyof VerdictLevel['ratios'];

/** The resampling of an interval; any fixed number will do, so that the same records say the same. */
const resamplingSeed = 1;

/**
 * The other's median over the plain one's, and its interval. Both ways were measured in the same rounds, so that
 * what drifts over the run falls on both. Null where one of them does not have the figure.
 */
export function ratioOf(figure: ComparedFigure, plain: MeasuredCell, other: MeasuredCell): Ratio | null {
  const of = { plain: figureOf(figure, plain), other: figureOf(figure, other) };
  const pairs = plain.records.flatMap((record) => {
    const partner = other.records.find(({ trial }) => trial.repeat === record.trial.repeat);
    const [base, head] = [of.plain(record), partner ? of.other(partner) : null];
    return base === null || head === null ? [] : [{ base, head }];
  });
  const base = pairs.map((pair) => pair.base);
  const head = pairs.map((pair) => pair.head);
  const [below, above] = [median(base), median(head)];
  if (below === null || above === null || below === 0) return null;
  return {
    value: above / below,
    interval: ratioInterval(blocksOf(base, head, true), resamplingSeed),
  };
}

function figureOf(figure: ComparedFigure, { cell }: MeasuredCell): (record: MeasuredRecord) => number | null {
  switch (figure) {
    case 'throughput':
      return throughputOf;
    case 'latency':
      // What the window is too short to see is what throughput implies, of users who wait.
      return isOfSome(cell) && isClosed(cell) ? impliedOf : meanWaitOf;
    case 'cpuPerRequest':
      return cpuPerRequestOf;
    case 'memory':
      return ({ subject }) => subject.peakResidentBytes;
    default:
      return figure satisfies never;
  }
}

function impliedOf(record: MeasuredRecord): number | null {
  const { minSeconds, maxSeconds } = record.trial.thinkTime;
  return impliedLatency(meanActiveUsers(record.trial), throughputOf(record), (minSeconds + maxSeconds) / 2);
}
