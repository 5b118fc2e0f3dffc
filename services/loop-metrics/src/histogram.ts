import { add, cellsOf } from './shared-state.ts';

/** Counts `value` in the histogram that fills slot `slot` of `cells`. */
export function observe(cells: Float64Array, slot: number, buckets: readonly number[], value: number): void {
  const start = slot * cellsOf(buckets);
  let bucket = 0;
  while (bucket < buckets.length && value > (buckets[bucket] ?? 0)) bucket += 1;
  add(cells, start + bucket, 1);
  add(cells, start + buckets.length + 1, value);
}

/** A histogram as Prometheus has it: `counts` are cumulative, one for each bucket. */
export interface HistogramReading {
  readonly counts: readonly number[];
  readonly count: number;
  readonly sum: number;
}

/** Reads the histogram in slot `slot` of `cells`. */
export function readHistogram(
  cells: Float64Array,
  slot: number,
  buckets: readonly number[],
): HistogramReading {
  const start = slot * cellsOf(buckets);
  let count = 0;
  const counts = buckets.map((_, bucket) => {
    count += cells[start + bucket] ?? 0;
    return count;
  });
  count += cells[start + buckets.length] ?? 0;
  return { counts, count, sum: cells[start + buckets.length + 1] ?? 0 };
}
