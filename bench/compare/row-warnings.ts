import type { ComparedRow, Comparison } from '@headroom/contract/comparison.ts';
import type { MeasuredRecord } from '@headroom/contract/records.ts';
import { shapeOf } from '../statistics/shape-of-sample.ts';
import { formatChange } from './changes.ts';
import { lackInWords, type MeasuredRow, type TrialValue } from './measured-row.ts';

type RowWarning = ComparedRow['warnings'][number];

/** What a reader has to know before believing a row. */
export function rowWarnings(measured: MeasuredRow, noiseFloor: Comparison['noiseFloor']): RowWarning[] {
  const { row, base, head, unfit } = measured;
  if (unfit.length > 0) return unfit.map((message) => ({ code: 'cell-unfit', message }));
  return [
    ...tooFewRepeats(measured),
    ...sampleWarnings('base', base, head),
    ...sampleWarnings('head', head, base),
    ...belowNoiseFloor(row, noiseFloor),
  ];
}

function tooFewRepeats(measured: MeasuredRow): RowWarning[] {
  const { row, base, head } = measured;
  const lack = lackInWords(measured);
  // A quantile that neither window can show, or memory where the platform does not tell, is no row at all.
  const isNoRow = row.metric !== 'throughput' && base.length === 0 && head.length === 0;
  if (lack !== null) return isNoRow ? [] : [{ code: 'too-few-repeats', message: lack }];
  if (row.change !== 'cannot-tell' || row.repeatsNeeded === null) return [];
  return [
    {
      code: 'too-few-repeats',
      message: `${base.length} and ${head.length} repeats cannot reach significance, whatever they show: it takes ${row.repeatsNeeded} on each side.`,
    },
  ];
}

function sampleWarnings(
  side: string,
  values: readonly TrialValue[],
  others: readonly TrialValue[],
): RowWarning[] {
  const inTime = values.toSorted((a, b) => a.record.startedAt - b.record.startedAt);
  const shape = shapeOf(inTime.map(({ value }) => value));
  const far = shape.outliers.map((index) => inTime[index] as TrialValue);
  return [
    ...outliers(side, far, values, others),
    ...(shape.bimodal
      ? [
          {
            code: 'bimodal' as const,
            message: `The trials of ${side} fall into two groups: the median may lie in either.`,
          },
        ]
      : []),
    ...(shape.drifts
      ? [
          {
            code: 'drift' as const,
            message: `The trials of ${side} drift from the first to the last: the machine changed during the run.`,
          },
        ]
      : []),
  ];
}

function outliers(
  side: string,
  far: readonly TrialValue[],
  values: readonly TrialValue[],
  others: readonly TrialValue[],
): RowWarning[] {
  if (far.length === 0) return [];
  const first = Math.min(...[...values, ...others].map(({ record }) => record.startedAt));
  const list = far.map(
    ({ record }) => `${record.trial.trialId} (${likelyCause(record, values, record.startedAt === first)})`,
  );
  return [{ code: 'outliers', message: `Far from the other trials of ${side}: ${list.join(', ')}.` }];
}

/** What of a trial's own record stands out as much as its figure does. */
function likelyCause(record: MeasuredRecord, values: readonly TrialValue[], isFirst: boolean): string {
  const standsOut = (figure: (one: MeasuredRecord) => number | null): boolean => {
    const own = figure(record);
    const rest = values.flatMap(({ record: other }) => (other === record ? [] : [figure(other)]));
    const highest = Math.max(...rest.map((value) => value ?? 0));
    return own !== null && highest > 0 && own > 1.5 * highest;
  };
  if (isFirst) return 'the first trial: caches and clock frequency were cold';
  if (standsOut(({ subject }) => subject.longestStallSeconds)) return 'its event loop stood still for longer';
  if (standsOut(({ generator }) => generator.cpuShare)) return 'k6 took more CPU';
  if (standsOut(({ subject, requests }) => (requests > 0 ? (subject.cpuSeconds ?? 0) / requests : null)))
    return 'a request took more CPU: did something else use it?';
  return 'was something else running on the machine?';
}

function belowNoiseFloor(
  { metric, ratio, change }: ComparedRow,
  noiseFloor: Comparison['noiseFloor'],
): RowWarning[] {
  const floor = noiseFloor?.shares[metric];
  if (floor === undefined || ratio === null || (change !== 'higher' && change !== 'lower')) return [];
  if (Math.abs(ratio - 1) > floor) return [];
  return [
    {
      code: 'below-noise-floor',
      message: `${formatChange(ratio)} is less than what this machine shows between two runs of the same build (${(100 * floor).toFixed(1)} %).`,
    },
  ];
}
