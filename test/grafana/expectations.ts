import type { Cell } from '@headroom/contract/report.ts';

/** A figure that a person reads for each cell of a run, and the figure of the report that it has to agree with. */
export interface Expectation {
  /** By uid and title, as committed. */
  readonly dashboard: string;
  readonly panel: string;
  /** Of a table; bars and lines are found by the name of the cell. */
  readonly column?: string;
  /** What ends the text: the unit, in any of its sizes. */
  readonly unit: keyof typeof units;
  /** Null where the report holds the figure back: then it is read, and held against nothing. */
  readonly reported: (cell: Cell) => number | null;
  /** Share of the report's figure, beside the rounding of the text. */
  readonly within: number;
  /** A name of Grafana's palette. */
  readonly color?: (cell: Cell) => string;
}

/** Units as a person reads them, with what they are in Prometheus's. */
export const units = {
  seconds: { ns: 1e-9, µs: 1e-6, ms: 1e-3, s: 1, min: 60 },
  'requests a second': { 'req/s': 1, 'K req/s': 1e3 },
  share: { '%': 0.01 },
  number: { '': 1, K: 1e3 },
} as const;

/** Buckets of k6's native histograms are 9 % wide; a quantile may be off by half of that. */
const bucket = 0.05;
/** Counted by Prometheus every second, and by the report from what k6 says at the end. */
const counted = 0.05;
/** Neighbours of a quantile: where answers are few the report takes the one, Prometheus a point between two. */
const tail = 0.1;

const overview = 'headroom-sync-or-async';
const compare = 'headroom-compare';
const shareOfIdeal = ({ throughputRps, idealThroughputRps }: Cell): number | null =>
  idealThroughputRps === null ? null : throughputRps / idealThroughputRps;
const column = (
  name: string,
  unit: Expectation['unit'],
  within: number,
  reported: Expectation['reported'],
): Expectation => ({ dashboard: overview, panel: 'Cells', column: name, unit, within, reported });

/** Where figures of the report stand in the dashboards. To be changed with them: what is not found is a fault. */
export const expectations: readonly Expectation[] = [
  column('Throughput', 'requests a second', counted, ({ throughputRps }) => throughputRps),
  column('Ideal', 'requests a second', 0.001, ({ idealThroughputRps }) => idealThroughputRps),
  column('Share of ideal', 'share', counted, shareOfIdeal),
  column('Mean', 'seconds', counted, ({ latencySeconds }) => latencySeconds?.mean ?? null),
  column('p50', 'seconds', bucket, ({ latencySeconds }) => latencySeconds?.p50 ?? null),
  column('p95', 'seconds', tail, ({ latencySeconds }) => latencySeconds?.p95 ?? null),
  column('p99', 'seconds', tail, ({ latencySeconds }) => latencySeconds?.p99 ?? null),
  column('Failed', 'share', 0.001, ({ failedRequests, requests }) =>
    requests === 0 ? null : failedRequests / requests,
  ),
  {
    dashboard: overview,
    panel: 'Throughput by strategy and level',
    unit: 'requests a second',
    within: counted,
    reported: ({ throughputRps }) => throughputRps,
    color: () => 'green',
  },
  {
    dashboard: overview,
    panel: 'Median latency by strategy and level',
    unit: 'seconds',
    within: bucket,
    reported: ({ latencySeconds }) => latencySeconds?.p50 ?? null,
    color: () => 'green',
  },
  {
    dashboard: overview,
    panel: 'Virtual users',
    unit: 'number',
    within: 0,
    reported: ({ vus }) => vus,
  },
  {
    dashboard: overview,
    panel: 'Median latency',
    unit: 'seconds',
    within: bucket,
    reported: ({ latencySeconds }) => latencySeconds?.p50 ?? null,
  },
  {
    dashboard: compare,
    panel: 'Cells side by side',
    column: 'Throughput A',
    unit: 'requests a second',
    within: counted,
    reported: ({ throughputRps }) => throughputRps,
  },
  {
    dashboard: compare,
    panel: 'Cells side by side',
    column: 'Median latency A',
    unit: 'seconds',
    within: bucket,
    reported: ({ latencySeconds }) => latencySeconds?.p50 ?? null,
  },
];

/** Panels that stay empty in health though they have no text for that, each with the reason. */
export const emptyInHealth: ReadonlyMap<string, string> = new Map();
