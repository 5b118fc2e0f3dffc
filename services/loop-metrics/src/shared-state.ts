import { durationBuckets, gcBuckets, gcKinds, seriesLimit } from './limits.ts';

/** Cells of `flags`. */
export const flag = {
  /** 1 once a termination signal has come, or the parent ended with which to end. */
  closing: 0,
  /** Odd while the main thread writes `loop`. */
  sequence: 1,
  /** Number of scrapes so far, so that the main thread can start a new window of loop delay after one. */
  scrapes: 2,
} as const;

/** Cells of `loop`. Times are seconds, `beatAt` on the monotonic clock; sizes are bytes. */
export const loopCell = {
  beatAt: 0,
  stalled: 1,
  active: 2,
  idle: 3,
  lag: 4,
  lagMin: 5,
  lagMax: 6,
  lagMean: 7,
  lagStddev: 8,
  lagP50: 9,
  lagP90: 10,
  lagP99: 11,
  heapTotal: 12,
  heapUsed: 13,
} as const;

/** A histogram takes a count for each bucket, one for what lies above them, and the sum. */
export const cellsOf = (buckets: readonly number[]): number => buckets.length + 2;

/**
 * What the main thread writes and the metrics thread reads. Each cell has one writer. Aligned 64-bit
 * numbers are read and written whole on every platform that Node supports.
 */
export interface SharedState {
  readonly buffer: SharedArrayBuffer;
  readonly flags: Int32Array<SharedArrayBuffer>;
  readonly loop: Float64Array<SharedArrayBuffer>;
  readonly active: Float64Array<SharedArrayBuffer>;
  readonly durations: Float64Array<SharedArrayBuffer>;
  readonly gc: Float64Array<SharedArrayBuffer>;
}

const lengths = {
  flags: Object.keys(flag).length,
  loop: Object.keys(loopCell).length,
  active: seriesLimit,
  durations: seriesLimit * cellsOf(durationBuckets),
  gc: gcKinds.length * cellsOf(gcBuckets),
};

/** Lays the state over `buffer`: a new one on the main thread, the same one on the metrics thread. */
export function sharedState(buffer = new SharedArrayBuffer(bytesNeeded())): SharedState {
  let offset = 0;
  const numbers = (length: number): Float64Array<SharedArrayBuffer> => {
    const view = new Float64Array(buffer, offset, length);
    offset += view.byteLength;
    return view;
  };
  return {
    buffer,
    loop: numbers(lengths.loop),
    active: numbers(lengths.active),
    durations: numbers(lengths.durations),
    gc: numbers(lengths.gc),
    flags: new Int32Array(buffer, offset, lengths.flags),
  };
}

function bytesNeeded(): number {
  const { flags, ...numbers } = lengths;
  const cells = Object.values(numbers).reduce((sum, length) => sum + length, 0);
  return cells * Float64Array.BYTES_PER_ELEMENT + flags * Int32Array.BYTES_PER_ELEMENT;
}

/** Adds `amount` to a cell of which the caller is the only writer. */
export function add(cells: Float64Array, index: number, amount: number): void {
  cells[index] = (cells[index] ?? 0) + amount;
}
