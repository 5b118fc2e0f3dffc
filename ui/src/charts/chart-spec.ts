import type { LiveSecond } from '@headroom/contract/live.ts';
import { formatCount, formatRate, formatSeconds, formatShare } from '../words/quantities.ts';

/** One figure of each second, as it is drawn. */
export interface Line {
  readonly name: string;
  readonly of: (second: LiveSecond) => number | null;
  /** Name of a custom property of the style. */
  readonly colour: string;
  /** Told apart by more than colour. */
  readonly dash?: readonly number[];
}

/** One picture of the run. */
export interface ChartSpec {
  readonly title: string;
  readonly axis: string;
  readonly show: (value: number | null) => string;
  readonly lines: readonly Line[];
  readonly isWide?: boolean;
  /** Of whole numbers only. */
  readonly isWhole?: boolean;
}

const dashed = [7, 4];
const dotted = [2, 3];

/** What the page draws, in its order. */
export const charts: readonly ChartSpec[] = [
  {
    title: 'Throughput',
    axis: 'right answers per second',
    show: formatRate,
    isWide: true,
    lines: [
      { name: 'measured', of: (second) => second.throughputRps, colour: '--async' },
      { name: 'ideal', of: (second) => second.idealRps, colour: '--quiet', dash: dashed },
    ],
  },
  {
    title: 'Latency',
    axis: 'from request to answer',
    show: formatSeconds,
    isWide: true,
    lines: [
      { name: 'p50', of: (second) => second.p50Seconds, colour: '--async' },
      { name: 'p95', of: (second) => second.p95Seconds, colour: '--sync', dash: dashed },
      { name: 'p99', of: (second) => second.p99Seconds, colour: '--queue', dash: dotted },
    ],
  },
  {
    title: 'Failures',
    axis: 'per second',
    show: formatRate,
    lines: [{ name: 'failures', of: (second) => second.failuresPerSecond, colour: '--queue-2' }],
  },
  {
    title: 'Users',
    axis: 'and requests that wait for an answer',
    show: formatCount,
    isWhole: true,
    lines: [
      // The dashed line lies on top: where all users wait, both are seen.
      { name: 'in flight', of: (second) => second.inFlight, colour: '--pool' },
      { name: 'users', of: (second) => second.users, colour: '--quiet', dash: dashed },
    ],
  },
  {
    title: 'Bystanders',
    axis: 'median wait for a route that does nothing',
    show: formatSeconds,
    lines: [{ name: 'p50', of: (second) => second.bystanderP50Seconds, colour: '--async-2' }],
  },
  {
    title: 'Event-loop stall',
    axis: 'longest standstill of the subject',
    show: formatSeconds,
    lines: [{ name: 'stall', of: (second) => second.stallSeconds, colour: '--sync' }],
  },
  {
    title: 'Event-loop utilisation',
    axis: 'share of the time that it was not idle',
    show: formatShare,
    lines: [{ name: 'utilisation', of: (second) => second.loopUtilization, colour: '--pool' }],
  },
  {
    title: 'CPU',
    axis: '100 % is one core',
    show: formatShare,
    lines: [
      { name: 'subject', of: (second) => second.subjectCpuShare, colour: '--sync' },
      { name: 'generator', of: (second) => second.generatorCpuShare, colour: '--async-2', dash: dashed },
    ],
  },
];
