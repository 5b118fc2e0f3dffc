import { createHistogram } from 'node:perf_hooks';
import type { LoopSnapshot } from './loop-snapshot.ts';
import { flag, type SharedState } from './shared-state.ts';
import { stallThresholdSeconds } from './stall.ts';

const publishSeconds = 1;

/**
 * Gathers by how many seconds each beat came late, over a window that reaches from one scrape to the next, as
 * prom-client's does. The function returned takes the lag of the beat of `now` and returns the cells to write.
 *
 * Not Node's `monitorEventLoopDelay`: it ticks on a timer of its own, so resetting it after a scrape would drop
 * the blockage during which the scrape came, and its values contain its resolution of 10 ms.
 */
export function gatherLags({ flags }: SharedState): (now: number, lag: number) => Partial<LoopSnapshot> {
  const lags = createHistogram();
  const seconds = (nanoseconds: number): number => nanoseconds / 1e9;
  let publishedAt = 0;
  let scrapes = 0;

  return (now, lag) => {
    const scrapesNow = Atomics.load(flags, flag.scrapes);
    if (scrapes !== scrapesNow) {
      scrapes = scrapesNow;
      lags.reset();
    }
    lags.record(Math.max(1, Math.round(lag * 1e9)));
    const extremes = { lag, lagMin: seconds(lags.min), lagMax: seconds(lags.max) };
    // The others take a walk over the histogram: worth it once a second, and when the beat tells of a stall.
    if (now - publishedAt < publishSeconds && lag < stallThresholdSeconds) return extremes;
    publishedAt = now;
    return {
      ...extremes,
      lagMean: seconds(lags.mean),
      lagStddev: seconds(lags.stddev),
      lagP50: seconds(lags.percentile(50)),
      lagP90: seconds(lags.percentile(90)),
      lagP99: seconds(lags.percentile(99)),
    };
  };
}
