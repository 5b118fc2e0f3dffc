import { median, medianAbsoluteDeviation } from 'simple-statistics';

/**
 * The places of values whose modified Z-score, 0.6745 |x - median| / MAD, exceeds 3.5 (Iglewicz & Hoaglin, How
 * to Detect and Handle Outliers, 1993). Where half of the values are equal the MAD is zero and the mean
 * absolute deviation takes its place, as there: |x - median| / (1.2533 mean deviation).
 */
export function outlierIndices(values: readonly number[]): number[] {
  return modifiedZScores(values).flatMap((score, index) => (Math.abs(score) > 3.5 ? [index] : []));
}

/** Below three values there is no middle to be far from: all are zero. */
export function modifiedZScores(values: readonly number[]): number[] {
  if (values.length < 3) return values.map(() => 0);
  const middle = median([...values]);
  const deviations = values.map((value) => value - middle);
  const spread = medianAbsoluteDeviation([...values]) / 0.6745;
  const meanDeviation = deviations.reduce((sum, one) => sum + Math.abs(one), 0) / values.length;
  const scale = spread > 0 ? spread : 1.253314 * meanDeviation;
  return deviations.map((deviation) => (scale > 0 ? deviation / scale : 0));
}
