import { isBimodal } from './bimodality.ts';
import { hasDrift } from './drift.ts';
import { median } from './median.ts';
import { outlierIndices } from './outliers.ts';

/** What speaks against taking the median of a sample for the whole truth. */
export interface Shape {
  /** Places of values that lie far from the others. */
  readonly outliers: readonly number[];
  readonly bimodal: boolean;
  readonly drifts: boolean;
}

/** Where values hardly differ, as counts of few requests do, one is soon far from the others and harmless. */
const leastOutlierShare = 0.02;
/** Two groups or a trend within less of the median change nothing that one would decide. */
const leastSpreadShare = 0.05;

/** @param values in the order in which they were measured */
export function shapeOf(values: readonly number[]): Shape {
  const middle = median(values) ?? 0;
  const spread = values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
  const spreads = spread > leastSpreadShare * middle;
  return {
    outliers: outlierIndices(values).filter(
      (index) => Math.abs((values[index] ?? middle) - middle) > leastOutlierShare * middle,
    ),
    bimodal: spreads && isBimodal(values),
    drifts: spreads && hasDrift(values) === true,
  };
}
