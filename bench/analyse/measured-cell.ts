import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Cell } from '@headroom/contract/report.ts';

/** A cell with the trials that it was made from. */
export interface MeasuredCell {
  readonly cell: Cell;
  readonly records: readonly MeasuredRecord[];
}

/** A workload in its plain and in another way, at the same level. */
export interface Match {
  readonly plain: MeasuredCell;
  readonly other: MeasuredCell;
}
