import type { ComparedMetric, ComparedRow } from '@headroom/contract/comparison.ts';
import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { CommonCell } from './cells.ts';
import { metrics } from './metrics.ts';

/** A figure of one trial. */
export interface TrialValue {
  readonly record: MeasuredRecord;
  readonly value: number;
}

/** A row of the comparison, with the trials that it rests on. */
export interface MeasuredRow {
  readonly row: ComparedRow;
  readonly base: readonly TrialValue[];
  readonly head: readonly TrialValue[];
  readonly paired: boolean;
  /** Why it takes no part in any test; empty where it does. */
  readonly unfit: readonly string[];
}

export const plain = (values: readonly TrialValue[]): number[] => values.map(({ value }) => value);

/** The figure of each trial. Of runs in turn only the rounds count in which both sides tell. */
export function valuesOf(
  metric: ComparedMetric,
  { base, head }: CommonCell,
  paired: boolean,
): Pick<MeasuredRow, 'base' | 'head'> {
  const [ofBase, ofHead] = [base, head].map(({ records }) =>
    records.flatMap((record) => {
      const value = metrics[metric].valueOf(record);
      return value === null ? [] : [{ record, value }];
    }),
  ) as [TrialValue[], TrialValue[]];
  if (!paired || ofBase.length === 0 || ofHead.length === 0) return { base: ofBase, head: ofHead };
  const inRoundsOf = (others: readonly TrialValue[]) => {
    const rounds = new Set(others.map(({ record }) => record.trial.repeat));
    return ({ record }: TrialValue) => rounds.has(record.trial.repeat);
  };
  return { base: ofBase.filter(inRoundsOf(ofHead)), head: ofHead.filter(inRoundsOf(ofBase)) };
}

/** Why there is nothing to test in a row; null where there is. */
export function lackInWords({ row, base, head, paired }: MeasuredRow): string | null {
  if (base.length > 0 && head.length > 0) return null;
  const sides = [...(base.length === 0 ? ['base'] : []), ...(head.length === 0 ? ['head'] : [])];
  const rounds = sides.length === 2 && paired ? ', or in no round of both' : '';
  return `No ${row.metric} in ${sides.join(' and ')}${rounds}: ${metrics[row.metric].lack}.`;
}
