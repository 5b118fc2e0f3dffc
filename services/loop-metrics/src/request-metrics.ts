import { metricNames } from '@headroom/contract/metric-names.ts';
import { readHistogram } from './histogram.ts';
import { durationBuckets } from './limits.ts';
import { histogramSamples, type Metric } from './metric.ts';
import type { Labels, SeriesAnnouncement } from './series.ts';
import type { SharedState } from './shared-state.ts';

/** The metrics of the requests, and `announced` to be called for each series that the main thread announces. */
export function requestMetrics({ active, durations }: SharedState) {
  const labelsBySlot = { active: new Map<number, Labels>(), durations: new Map<number, Labels>() };
  const name = metricNames.requestDuration;

  const metrics: readonly Metric[] = [
    {
      name,
      help: 'Seconds from the start of a request on the event loop to the end of its response.',
      type: 'histogram',
      read: () =>
        [...labelsBySlot.durations].flatMap(([slot, labels]) =>
          histogramSamples(name, labels, durationBuckets, readHistogram(durations, slot, durationBuckets)),
        ),
    },
    {
      name: metricNames.activeRequests,
      help: 'Requests that have begun and not ended.',
      type: 'gauge',
      read: () => [...labelsBySlot.active].map(([slot, labels]) => ({ labels, value: active[slot] ?? 0 })),
    },
  ];

  return {
    metrics,
    announced: ({ table, slot, labels }: SeriesAnnouncement): void => {
      labelsBySlot[table].set(slot, labels);
    },
  };
}
