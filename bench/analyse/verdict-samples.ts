import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { VerdictLevel } from '@headroom/contract/verdict.ts';
import { impliedLatency } from '../model/littles-law.ts';
import { cpuPerRequestOf, meanLatencyOf, throughputOf } from '../model/trial-figures.ts';
import type { MeasuredCell } from './measured-cell.ts';

export type ComparedFigure = keyof VerdictLevel['ratios'];

/** The figures that two ways are compared by, in the order of a verdict's ratios. */
export const comparedFigures = ['throughput', 'latency', 'cpuPerRequest', 'memory'] as const;

/** One figure of both ways, a value a trial; those of the same round side by side. */
export interface Samples {
  readonly base: readonly number[];
  readonly head: readonly number[];
  readonly paired: true;
}

/** The values of the rounds that both ways have. */
export function samplesOf(figure: ComparedFigure, plain: MeasuredCell, other: MeasuredCell): Samples {
  const of = { plain: figureOf(figure, plain), other: figureOf(figure, other) };
  const pairs = plain.records.flatMap((record) => {
    const partner = other.records.find(({ trial }) => trial.repeat === record.trial.repeat);
    const [base, head] = [of.plain(record), partner ? of.other(partner) : null];
    return base === null || head === null ? [] : [{ base, head }];
  });
  return { base: pairs.map(({ base }) => base), head: pairs.map(({ head }) => head), paired: true };
}

function figureOf(
  figure: ComparedFigure,
  { cell }: MeasuredCell,
): (record: MeasuredRecord) => number | null {
  switch (figure) {
    case 'throughput':
      return throughputOf;
    case 'latency':
      // What the window is too short to see is what throughput implies.
      return cell.censored ? impliedOf : meanLatencyOf;
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
  return impliedLatency(record.trial.vus, throughputOf(record), (minSeconds + maxSeconds) / 2);
}
