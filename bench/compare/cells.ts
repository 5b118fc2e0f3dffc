import type { ComparedMetric } from '@headroom/contract/comparison.ts';
import type { MeasuredRecord, Trial } from '@headroom/contract/records.ts';
import type { Warning } from '@headroom/contract/report.ts';
import { isBaseline, latestInOrder, measuredCells } from '../analyse/measured-cells.ts';
import { cellKey } from '../model/level.ts';
import { levelInWords } from '../words/in-words.ts';
import { metrics } from './metrics.ts';
import type { StoredRun } from './stored-run.ts';

/** What makes a cell the same in two runs. */
export type CellName = Pick<Trial, 'subject' | 'endpoint' | 'vus' | 'arrivalsPerSecond'>;

/** One side of a cell. */
export interface CellSide {
  /** Its measured trials, in order of their repeat. */
  readonly records: readonly MeasuredRecord[];
  /** Any planned trial of it: they differ in repeat and seed only. */
  readonly planned: Trial;
  readonly warnings: readonly Warning[];
}

/** A cell that both runs were to measure. */
export interface CommonCell {
  readonly name: CellName;
  readonly base: CellSide;
  readonly head: CellSide;
}

/** The cells that both runs planned, in the order of a report, and the names of those of only one. */
export function matchCells(
  base: StoredRun,
  head: StoredRun,
): { common: CommonCell[]; onlyIn: { base: string[]; head: string[] } } {
  const [ofBase, ofHead] = [sidesOf(base), sidesOf(head)];
  const common = [...ofBase].flatMap(([key, side]) => {
    const other = ofHead.get(key);
    return other === undefined ? [] : [{ name: nameOf(side.planned), base: side, head: other }];
  });
  const namesOnlyIn = (own: Map<string, CellSide>, other: Map<string, CellSide>) =>
    [...own].flatMap(([key, { planned }]) => (other.has(key) ? [] : [cellInWords(planned)]));
  return { common, onlyIn: { base: namesOnlyIn(ofBase, ofHead), head: namesOnlyIn(ofHead, ofBase) } };
}

function sidesOf({ manifest, records }: StoredRun): Map<string, CellSide> {
  const { trials } = manifest.plan;
  const measured = latestInOrder(trials, records).filter((record) => record.state === 'measured');
  const cells = measuredCells(measured, trials, manifest.cpus.subject.length || null).filter(
    (one) => !isBaseline(one),
  );
  const measuredOf = new Map(cells.map((one) => [cellKey(one.cell), one]));
  const planned = Map.groupBy(
    trials.filter(({ baseline }) => !baseline),
    cellKey,
  );
  const keys = [...new Set([...measuredOf.keys(), ...planned.keys()])];
  return new Map(
    keys.flatMap((key) => {
      const [first] = planned.get(key) ?? [];
      if (first === undefined) return [];
      const own = measuredOf.get(key);
      const side = {
        planned: first,
        records: [...(own?.records ?? [])].sort(byRepeat),
        warnings: own?.cell.warnings ?? [],
      };
      return [[key, side]];
    }),
  );
}

const byRepeat = (a: MeasuredRecord, b: MeasuredRecord): number => a.trial.repeat - b.trial.repeat;

function nameOf({ subject, endpoint, vus, arrivalsPerSecond }: Trial): CellName {
  return { subject, endpoint, vus, arrivalsPerSecond };
}

/** "nest /async at 10 users". */
export function cellInWords(cell: Omit<CellName, 'subject'> & { readonly subject: string }): string {
  return `${cell.subject} ${cell.endpoint} at ${levelInWords(cell)}`;
}

/** Marks of a cell under which its figures say something else than what was to be measured. */
const unfit: Partial<Record<Warning['code'], 'every figure' | 'latency'>> = {
  'failed-requests': 'every figure',
  'other-answer': 'every figure',
  'cold-lone-user': 'every figure',
  unanswered: 'every figure',
  growing: 'every figure',
  'generator-saturated': 'every figure',
  starved: 'latency',
  censored: 'latency',
  overloaded: 'latency',
};

/** Why a figure of a cell takes no part in the comparison; empty where it does. */
export function unfitReasons({ base, head }: CommonCell, metric: ComparedMetric): string[] {
  const isOf = ({ code }: Warning) =>
    unfit[code] === 'every figure' || (unfit[code] === 'latency' && metrics[metric].isLatency);
  return [
    ...base.warnings.filter(isOf).map(({ message }) => `base: ${message}`),
    ...head.warnings.filter(isOf).map(({ message }) => `head: ${message}`),
  ];
}
