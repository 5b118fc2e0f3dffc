import { type Column, cellTable } from '../shared/table.ts';
import { medianOfRepeats, quantileOfRepeats, recorded } from '../shared/trial.ts';

/** A, B and their quotient. */
const sideBySide = (
  name: string,
  unit: string,
  trialMetric: string,
  ofRepeats: (trialMetric: string, run: string) => string,
): Column[] => [
  { name: `${name} A`, unit, expr: ofRepeats(trialMetric, 'runA') },
  { name: `${name} B`, unit, expr: ofRepeats(trialMetric, 'runB') },
  {
    name: `${name} B/A`,
    unit: 'percentunit',
    expr: `(${ofRepeats(trialMetric, 'runB')}) / (${ofRepeats(trialMetric, 'runA')})`,
  },
];
export const cellPanels = () => [
  cellTable(
    'Cells side by side',
    'Medians over the repeats, whatever the time range. Two runs of the same thing differ by 20 to 30 % on a shared machine: whether a difference is one is for `make compare` to say, which states its noise floor.',
    [
      ...sideBySide('Throughput', 'reqps', recorded.throughput, medianOfRepeats),
      ...sideBySide('Median latency', 's', recorded.p50Latency, quantileOfRepeats),
    ],
  ),
];
