import { metricNames } from '@headroom/contract/metric-names.ts';
import { readHistogram } from './histogram.ts';
import { gcBuckets, gcKinds } from './limits.ts';
import { histogramSamples, type Metric } from './metric.ts';
import type { SharedState } from './shared-state.ts';

/** Garbage collections of the main thread's heap, by kind. */
export const gcMetrics = ({ gc }: SharedState): readonly Metric[] => [
  {
    name: metricNames.gcDuration,
    help: 'Seconds of garbage collection by kind: minor, major, incremental or weakcb.',
    type: 'histogram',
    read: () =>
      gcKinds.flatMap((kind, slot) =>
        histogramSamples(metricNames.gcDuration, { kind }, gcBuckets, readHistogram(gc, slot, gcBuckets)),
      ),
  },
];
