import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { monotonicSeconds } from './clock.ts';
import { gatherLags } from './lag-window.ts';
import { writeLoop } from './loop-snapshot.ts';
import type { SharedState } from './shared-state.ts';
import { heartbeatSeconds, stallSeconds } from './stall.ts';

/**
 * Beats on the loop of the calling thread: each beat tells the metrics thread that the loop turns, and for how
 * long it did not. Does not keep the process alive. Returns what stops it.
 */
export function startHeartbeat(state: SharedState): () => void {
  const lagCells = gatherLags(state);
  let stalled = 0;
  let previous = monotonicSeconds();

  const beat = (): void => {
    const now = monotonicSeconds();
    const stall = stallSeconds(previous, now);
    const lag = Math.max(0, now - previous - heartbeatSeconds);
    const { active, idle } = performance.eventLoopUtilization();
    const heap = getHeapStatistics();
    stalled += stall;
    previous = now;
    writeLoop(state, {
      beatAt: now,
      stalled,
      active: active / 1000,
      idle: idle / 1000,
      heapTotal: heap.total_heap_size,
      heapUsed: heap.used_heap_size,
      ...lagCells(now, lag),
    });
  };

  beat();
  const timer = setInterval(beat, heartbeatSeconds * 1000).unref();
  return () => clearInterval(timer);
}
