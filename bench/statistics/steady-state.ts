import { mean, sampleVariance } from 'simple-statistics';

const fewestBatches = 20;
const standardErrors = 3;
const share = 0.02;

/**
 * How many of these batch means to leave out at the front so that the standard error of the mean of the rest is
 * smallest, at most half of them (MSER: White, Simulation 69, 1997; MSER-5: White, Cobb & Spratt, Winter
 * Simulation Conference 2000). Null below 20 batches.
 */
export function mserTruncation(batches: readonly number[]): number | null {
  const count = batches.length;
  if (count < fewestBatches) return null;
  const middle = mean([...batches]);
  let sum = 0;
  let squares = 0;
  let least = Number.POSITIVE_INFINITY;
  let truncation = 0;
  for (let from = count - 1; from >= 0; from--) {
    const value = (batches[from] as number) - middle;
    sum += value;
    squares += value ** 2;
    const left = count - from;
    const marginal = Math.max(0, squares - sum ** 2 / left) / left ** 2;
    // Of equals the earliest, because it leaves out least.
    if (2 * from <= count && marginal <= least * (1 + 1e-9) + Number.EPSILON * middle ** 2) {
      least = marginal;
      truncation = from;
    }
  }
  return truncation;
}

/**
 * Whether a window was in steady state, by its series of a value a second. It counts as unsteady when what
 * comes before the truncation point of MSER, if that lies past the first quarter, or before the middle
 * differs from what comes after by more than 2 % of the mean and more than 3 standard errors; so a start
 * within the first quarter does no harm. Batches are of 1 to 5 seconds, the most that leaves 20 of them;
 * below 20 seconds it is not assessed.
 *
 * MSER alone misses a ramp whose noise grows with it, as counts do, and the middle alone a short one.
 */
export function steadiness(
  series: readonly number[],
  batchSize = Math.max(1, Math.min(5, Math.floor(series.length / fewestBatches))),
): 'steady' | 'unsteady' | 'not-assessed' {
  const batches = batchMeans(series, batchSize);
  const truncation = mserTruncation(batches);
  if (truncation === null) return 'not-assessed';
  const points = [batches.length >> 1, ...(4 * truncation > batches.length ? [truncation] : [])];
  return points.some((point) => changesAt(batches, point)) ? 'unsteady' : 'steady';
}

/** What does not fill a batch is left out at the front, where a start would be. */
function batchMeans(series: readonly number[], size: number): number[] {
  const count = Math.floor(series.length / size);
  const from = series.length - count * size;
  return Array.from({ length: count }, (_, index) =>
    mean(series.slice(from + index * size, from + (index + 1) * size)),
  );
}

function changesAt(batches: readonly number[], point: number): boolean {
  const [before, after] = [batches.slice(0, point), batches.slice(point)];
  const difference = Math.abs(mean(before) - mean(after));
  const error = Math.sqrt(sampleVariance(before) / before.length + sampleVariance(after) / after.length);
  return difference > share * Math.abs(mean([...batches])) && difference > standardErrors * error;
}
