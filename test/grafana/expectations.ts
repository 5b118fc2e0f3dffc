import type { Cell } from '@headroom/contract/report.ts';
import type { units } from './units.ts';

/** A figure that a person reads, and the figure of the report that it has to agree with. */
export interface Expectation<Reported = Cell> {
  /** By uid and title, as committed. */
  readonly dashboard: string;
  readonly panel: string;
  /** What ends the text: the unit, in any of its sizes. */
  readonly unit: keyof typeof units;
  /** Null where the report holds the figure back: then it is read, and held against nothing. */
  readonly reported: (of: Reported) => number | null;
  /** Share of the report's figure, beside the rounding of the text. */
  readonly within: number;
  /** A name of Grafana's palette. */
  readonly color?: (of: Reported) => string;
}

/** For each cell of a run: in a row of a table, or in a bar or line that has the cell's name. */
export interface CellExpectation extends Expectation {
  /** Of a table. */
  readonly column?: string;
  /** Before the cell's name. */
  readonly prefix?: string;
  /** The line of a bound or an aim beside that of the cell, which has its name. */
  readonly dashed?: boolean;
}

/** Buckets of k6's native histograms are 9 % wide; a quantile may be off by half of that. */
const bucket = 0.05;
/** Counted by Prometheus every second, and by the report from what k6 says at the end. */
const counted = 0.05;
/** Neighbours of a quantile: where answers are few the report takes the one, Prometheus a point between two. */
const tail = 0.1;

const overview = 'headroom-sync-or-async';
const inside = 'headroom-inside';
const compare = 'headroom-compare';

const throughput = ({ throughputRps }: Cell): number => throughputRps;
const ideal = ({ idealThroughputRps }: Cell): number | null => idealThroughputRps;
const share = ({ throughputRps, idealThroughputRps }: Cell): number | null =>
  idealThroughputRps === null ? null : throughputRps / idealThroughputRps;
const mean = ({ latencySeconds }: Cell): number | null => latencySeconds?.mean ?? null;
const median = ({ latencySeconds }: Cell): number | null => latencySeconds?.p50 ?? null;
const failed = ({ failedRequests, requests }: Cell): number | null =>
  requests === 0 ? null : failedRequests / requests;
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** The hue tells the strategy, its shade the number of users. */
function ofCell({ strategy, vus }: Cell): string {
  const hue = strategy === 'sync' ? 'orange' : 'blue';
  return vus < 10 ? `light-${hue}` : hue;
}

/** By how far from a server that never queues: red below a half, green from 90 % on. */
const ofShare = (shown: number | null): string =>
  shown === null ? 'text' : shown < 0.5 ? 'red' : shown < 0.9 ? 'yellow' : 'green';

/** Of each cell. To be changed with the dashboards: what is not found is a fault. */
export const cellExpectations: readonly CellExpectation[] = [
  ...(
    [
      ['Throughput', 'requests a second', counted, throughput],
      ['Ideal', 'requests a second', 0.001, ideal],
      ['Share of ideal', 'share', counted, share, (cell) => ofShare(share(cell))],
      ['Mean', 'seconds', counted, mean],
      ['p50', 'seconds', bucket, median],
      ['p95', 'seconds', tail, ({ latencySeconds }) => latencySeconds?.p95 ?? null],
      ['p99', 'seconds', tail, ({ latencySeconds }) => latencySeconds?.p99 ?? null],
      ['Failed', 'share', 0.001, failed],
    ] as const satisfies readonly (readonly [
      string,
      CellExpectation['unit'],
      number,
      CellExpectation['reported'],
      CellExpectation['color']?,
    ])[]
  ).map(([column, unit, within, reported, color]) => ({
    dashboard: overview,
    panel: 'Cells',
    column,
    unit,
    within,
    reported,
    ...(color ? { color } : {}),
  })),
  {
    dashboard: overview,
    panel: 'Throughput by strategy and level',
    unit: 'requests a second',
    within: counted,
    reported: throughput,
    color: ofCell,
  },
  {
    dashboard: overview,
    panel: 'Median latency by strategy and level',
    unit: 'seconds',
    within: bucket,
    reported: median,
    color: ofCell,
  },
  {
    dashboard: overview,
    panel: 'Throughput and the ideal closed loop',
    dashed: true,
    unit: 'requests a second',
    within: 0.001,
    reported: ideal,
    color: ofCell,
  },
  {
    dashboard: overview,
    panel: 'Virtual users',
    unit: 'number',
    within: 0,
    reported: ({ vus }) => vus,
    color: ofCell,
  },
  {
    dashboard: overview,
    panel: 'Median latency',
    unit: 'seconds',
    within: bucket,
    reported: median,
    color: ofCell,
  },
  {
    dashboard: inside,
    panel: 'Latency, client and server',
    prefix: 'Client: ',
    unit: 'seconds',
    within: counted,
    reported: mean,
    color: ofCell,
  },
  {
    dashboard: inside,
    panel: 'Memory',
    unit: 'bytes',
    // The report has the peak, and this is the last.
    within: 0.1,
    reported: ({ peakResidentBytes }) => peakResidentBytes,
    color: ofCell,
  },
  {
    dashboard: compare,
    panel: 'Cells side by side',
    column: 'Throughput A',
    unit: 'requests a second',
    within: counted,
    reported: throughput,
  },
  {
    dashboard: compare,
    panel: 'Cells side by side',
    column: 'Median latency A',
    unit: 'seconds',
    within: bucket,
    reported: median,
  },
];

/** Of the run as a whole: its tiles. */
export const runExpectations: readonly Expectation<readonly Cell[]>[] = [
  {
    dashboard: overview,
    panel: 'Requests',
    unit: 'number',
    within: 0,
    reported: (cells) => sum(cells.map(({ requests }) => requests)),
  },
  {
    dashboard: overview,
    panel: 'Failed',
    unit: 'share',
    within: 0.001,
    reported: (cells) =>
      sum(cells.map(({ failedRequests }) => failedRequests)) / sum(cells.map(({ requests }) => requests)),
    color: () => 'green',
  },
  {
    dashboard: overview,
    panel: 'Users',
    unit: 'number',
    within: 0,
    reported: (cells) => Math.max(...cells.map(({ vus }) => vus)),
  },
  {
    dashboard: overview,
    panel: 'Least share of ideal',
    unit: 'share',
    within: counted,
    reported: (cells) => leastShare(cells),
    color: (cells) => ofShare(leastShare(cells)),
  },
];

const leastShare = (cells: readonly Cell[]): number =>
  Math.min(...cells.map(share).filter((known) => known !== null));

/** Panels that stay empty in health though they have no text for that, each with the reason. */
export const emptyInHealth: ReadonlyMap<string, string> = new Map();
