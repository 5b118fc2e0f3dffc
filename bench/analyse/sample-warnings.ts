import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Warning } from '@headroom/contract/report.ts';
import { throughputOf } from '../model/trial-figures.ts';
import { isBimodal } from '../statistics/bimodality.ts';
import { hasDrift } from '../statistics/drift.ts';
import { outlierIndices } from '../statistics/outliers.ts';

/** What the trials of a cell, taken together, say against taking their median for the whole truth. */
export function sampleWarnings(records: readonly MeasuredRecord[]): Warning[] {
  const inOrder = records.toSorted((a, b) => a.startedAt - b.startedAt);
  const values = inOrder.map(throughputOf);
  return [outlying(inOrder, values), bimodal(values), drifting(values)].filter((warning) => warning !== null);
}

function outlying(records: readonly MeasuredRecord[], values: readonly number[]): Warning | null {
  const names = outlierIndices(values).map((index) => records[index]?.trial.trialId ?? '');
  if (names.length === 0) return null;
  return {
    code: 'outliers',
    message: `${names.join(', ')} differ${names.length === 1 ? 's' : ''} by far from the other repeats; something else may have used the machine: another process, a neighbour on the same host, or a CPU that was slowed for its heat. Nothing was left out.`,
  };
}

function bimodal(values: readonly number[]): Warning | null {
  if (!isBimodal(values)) return null;
  return {
    code: 'bimodal',
    message:
      'The repeats fall into two groups: the median lies in one of them or between both. Two states of the machine (CPU frequency, a cache, how connections fell to processes) are likelier than chance.',
  };
}

function drifting(values: readonly number[]): Warning | null {
  if (hasDrift(values) !== true) return null;
  return {
    code: 'drift',
    message:
      'The repeats rise or fall over the run: the machine changed while it measured. Differences within a round stay fair, the median is of something that moved.',
  };
}
