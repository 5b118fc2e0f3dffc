import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Cell } from '@headroom/contract/report.ts';
import { isOverloaded } from '../model/open-loop.ts';
import { openWindowOf } from './open-window.ts';
import { figuresOf } from './summarise-cell.ts';
import { warningsOf } from './warnings.ts';

/**
 * One cell of the open model from its trials. What the closed loop implies is not known of it: nobody waits for an
 * answer before asking again. The ideal is what was offered.
 */
export function summariseOpenCell(
  records: readonly MeasuredRecord[],
  planned: number,
  subjectCpus: number | null,
): Cell {
  const { trial } = records[0] as MeasuredRecord;
  const overloaded = records.filter((record) => isOverloaded(openWindowOf(record)));
  const cell: Cell = {
    ...figuresOf(records, { declared: null, observed: [] }),
    idealThroughputRps: trial.arrivalsPerSecond,
    impliedLatencySeconds: null,
    littleResidual: null,
    effectiveConcurrency: null,
    serviceSeconds: trial.declaredServiceSeconds,
    censored: 2 * overloaded.length > records.length,
  };
  return { ...cell, warnings: warningsOf(cell, records, planned, subjectCpus, null) };
}
