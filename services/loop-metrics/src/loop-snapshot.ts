import { flag, loopCell, type SharedState } from './shared-state.ts';

/** What the main thread last said of its loop; see `loopCell` for the units. */
export type LoopSnapshot = Readonly<Record<keyof typeof loopCell, number>>;

/** Writes several cells of the loop so that no reader sees only some of them. Main thread only. */
export function writeLoop({ flags, loop }: SharedState, cells: Partial<LoopSnapshot>): void {
  Atomics.add(flags, flag.sequence, 1);
  for (const [name, value] of Object.entries(cells)) loop[loopCell[name as keyof LoopSnapshot]] = value;
  Atomics.add(flags, flag.sequence, 1);
}

/** Reads all cells as of one moment. A write takes microseconds, so this tries again until none comes between. */
export function readLoop({ flags, loop }: SharedState): LoopSnapshot {
  for (;;) {
    const sequence = Atomics.load(flags, flag.sequence);
    const entries = Object.entries(loopCell).map(([name, index]) => [name, loop[index] ?? 0]);
    if ((sequence & 1) === 0 && sequence === Atomics.load(flags, flag.sequence)) {
      return Object.fromEntries(entries) as LoopSnapshot;
    }
  }
}
