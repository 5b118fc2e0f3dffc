import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Warning } from '@headroom/contract/report.ts';
import { throughputOf } from '../model/trial-figures.ts';
import { shapeOf } from '../statistics/shape-of-sample.ts';

/** What the trials of a cell, taken together, say against taking their median for the whole truth. */
export function sampleWarnings(records: readonly MeasuredRecord[]): Warning[] {
  const inOrder = records.toSorted((a, b) => a.startedAt - b.startedAt);
  const shape = shapeOf(inOrder.map(throughputOf));
  return [
    ...outlying(shape.outliers.flatMap((index) => inOrder[index]?.trial.trialId ?? [])),
    ...(shape.bimodal ? [bimodal] : []),
    ...(shape.drifts ? [drift] : []),
  ];
}

function outlying(names: readonly string[]): Warning[] {
  if (names.length === 0) return [];
  return [
    {
      code: 'outliers',
      message: `${names.join(', ')} differ${names.length === 1 ? 's' : ''} by far from the other repeats; something else may have used the machine: another process, a neighbour on the same host, or a CPU that was slowed for its heat. Nothing was left out.`,
    },
  ];
}

const bimodal: Warning = {
  code: 'bimodal',
  message:
    'The repeats fall into two groups: the median lies in one of them or between both. Two states of the machine (CPU frequency, a cache, how connections fell to processes) are likelier than chance.',
};

const drift: Warning = {
  code: 'drift',
  message:
    'The repeats rise or fall over the run: the machine changed while it measured. Differences within a round stay fair, the median is of something that moved.',
};
