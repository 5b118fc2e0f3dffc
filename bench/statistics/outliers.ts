import { median, medianAbsoluteDeviation } from 'simple-statistics';

/**
 * The places of values whose modified Z-score exceeds 3.5 + 12 / n (Iglewicz & Hoaglin, How to Detect and
 * Handle Outliers, 1993, for the score and its 3.5). Their limit alone marks a value in 15 % of clean normal
 * samples of 6 and in 10 % of 20, because the MAD of so few is uncertain; with 12 / n it is 4 to 7 %, from 6 to 100.
 * Below 5 values there is no telling: none.
 */
export function outlierIndices(values: readonly number[]): number[] {
  if (values.length < 5) return [];
  const limit = 3.5 + 12 / values.length;
  return modifiedZScores(values).flatMap((score, index) => (Math.abs(score) > limit ? [index] : []));
}

/**
 * 0.6745 (x - median) / MAD of each value. Where more than half are equal the MAD is zero and the mean absolute
 * deviation takes its place, as there: (x - median) / (1.2533 mean deviation); zero when all are equal.
 */
export function modifiedZScores(values: readonly number[]): number[] {
  if (values.length === 0) return [];
  const middle = median([...values]);
  const deviations = values.map((value) => value - middle);
  const spread = medianAbsoluteDeviation([...values]) / 0.6745;
  const meanDeviation = deviations.reduce((sum, one) => sum + Math.abs(one), 0) / values.length;
  const scale = spread > 0 ? spread : 1.253314 * meanDeviation;
  return deviations.map((deviation) => (scale > 0 ? deviation / scale : 0));
}
