import { labelNames, metricNames } from '@headroom/contract/metric-names.ts';
import { type LoopReading, readLoopNow } from './loop-reading.ts';
import { type Metric, single } from './metric.ts';
import type { SharedState } from './shared-state.ts';
import { watchUtilization } from './utilization.ts';

/** The main thread's event loop and heap, as the metrics thread sees them. */
export function eventLoopMetrics(state: SharedState): readonly Metric[] {
  const loop = (name: string, help: string, cell: keyof LoopReading): Metric =>
    single('gauge', name, help, () => readLoopNow(state)[cell]);
  const lag = (suffix: string, what: string, cell: keyof LoopReading): Metric =>
    loop(`nodejs_eventloop_lag_${suffix}_seconds`, `${what} of the lag since about the last scrape.`, cell);

  return [
    loop(metricNames.stallCurrent, 'Seconds for which the loop has not turned; 0 while it turns.', 'stall'),
    single(
      'counter',
      metricNames.stallTotal,
      'Seconds of all stalls, the present one included.',
      onlyUp(() => readLoopNow(state).stalled),
    ),
    single('gauge', metricNames.utilization, 'Busy share of about the last second.', watchUtilization(state)),
    loopTime(state),
    loop(metricNames.loopLag, 'Seconds by which the last heartbeat came late, or is late now.', 'lag'),
    lag('min', 'Minimum', 'lagMin'),
    lag('max', 'Maximum', 'lagMax'),
    lag('mean', 'Mean', 'lagMean'),
    lag('stddev', 'Standard deviation', 'lagStddev'),
    lag('p50', '50th percentile', 'lagP50'),
    lag('p90', '90th percentile', 'lagP90'),
    lag('p99', '99th percentile', 'lagP99'),
    loop(metricNames.heapTotal, "Bytes of the main thread's heap.", 'heapTotal'),
    loop(metricNames.heapUsed, "Bytes used of the main thread's heap.", 'heapUsed'),
  ];
}

function loopTime(state: SharedState): Metric {
  const active = onlyUp(() => readLoopNow(state).active);
  return {
    name: metricNames.loopTime,
    help: 'Seconds that the event loop has spent active and idle.',
    type: 'counter',
    read: () => [
      { labels: { [labelNames.loopState]: 'active' }, value: active() },
      { labels: { [labelNames.loopState]: 'idle' }, value: readLoopNow(state).idle },
    ],
  };
}

/**
 * What a counter shows of a reading that a running stall carries on to now: the beat that ends the stall may set
 * it a little lower, and to Prometheus a counter that steps back has started again from 0.
 */
function onlyUp(read: () => number): () => number {
  let shown = 0;
  return () => {
    shown = Math.max(shown, read());
    return shown;
  };
}
