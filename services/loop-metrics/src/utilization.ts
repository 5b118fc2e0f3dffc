import { type LoopReading, readLoopNow } from './loop-reading.ts';
import type { SharedState } from './shared-state.ts';

const windowSamples = 10;
const sampleMs = 100;

/** Watches the loop from another thread. The function returned gives the share of about the last second, 0 to 1, in which it was busy. */
export function watchUtilization(state: SharedState): () => number {
  const window = [readLoopNow(state)];
  setInterval(() => {
    window.push(readLoopNow(state));
    if (window.length > windowSamples) window.shift();
  }, sampleMs).unref();
  return () => share(window[0], readLoopNow(state));
}

function share(from: LoopReading | undefined, to: LoopReading): number {
  if (from === undefined) return 0;
  const active = Math.max(0, to.active - from.active);
  const idle = Math.max(0, to.idle - from.idle);
  return active + idle === 0 ? 0 : active / (active + idle);
}
