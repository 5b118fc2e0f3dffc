import { monotonicSeconds } from './clock.ts';
import { type LoopSnapshot, readLoop } from './loop-snapshot.ts';
import type { SharedState } from './shared-state.ts';
import { stallSeconds } from './stall.ts';

/** The main thread's last word on its loop, carried on to now by what the age of that word says. */
export interface LoopReading extends LoopSnapshot {
  /** Seconds for which the loop has not turned, 0 while it turns. */
  readonly stall: number;
}

/** Reads the loop from another thread: right also while the loop is blocked. */
export function readLoopNow(state: SharedState): LoopReading {
  const last = readLoop(state);
  const stall = stallSeconds(last.beatAt, monotonicSeconds());
  return {
    ...last,
    stall,
    stalled: last.stalled + stall,
    active: last.active + stall,
    lag: Math.max(last.lag, stall),
    lagMax: Math.max(last.lagMax, stall),
  };
}
