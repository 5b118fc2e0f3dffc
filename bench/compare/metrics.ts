import type { ComparedMetric } from '@headroom/contract/comparison.ts';
import type { MeasuredRecord } from '@headroom/contract/records.ts';
import { cpuPerRequestOf, latencyAt, meanLatencyOf, throughputOf } from '../model/trial-figures.ts';
import { formatBytes, formatRate, formatSeconds } from '../report/quantities.ts';

/** A figure that two runs are compared by. */
interface Metric {
  readonly title: string;
  /** What a change for the worse is. */
  readonly worse: 'higher' | 'lower';
  readonly isLatency: boolean;
  /** Of one trial, in base units; null where it does not tell. */
  readonly valueOf: (record: MeasuredRecord) => number | null;
  readonly format: (value: number | null) => string;
  /** Why a trial may lack it. */
  readonly lack: string;
}

const fewestAnswers = 20;

const quantileTitle = {
  50: 'median latency',
  95: '95th percentile of latency',
  99: '99th percentile of latency',
};

const quantileMetric = (percent: 50 | 95 | 99): Metric => ({
  title: `p${percent}: ${quantileTitle[percent]}`,
  worse: 'higher',
  isLatency: true,
  valueOf: latencyAt(percent),
  format: formatSeconds,
  lack: `a trial needs ${Math.ceil(500 / (100 - percent))} answers in its window to show its p${percent}; give it a longer --duration`,
});

export const metrics: Readonly<Record<ComparedMetric, Metric>> = {
  throughput: {
    title: 'throughput: right answers a second',
    worse: 'lower',
    isLatency: false,
    valueOf: (record) =>
      record.requests - record.failedRequests < fewestAnswers ? null : throughputOf(record),
    format: formatRate,
    lack: `a trial needs ${fewestAnswers} answers in its window for a rate that one more or less does not move by over 5 %; give it a longer --duration`,
  },
  mean: {
    title: 'mean: mean latency',
    worse: 'higher',
    isLatency: true,
    valueOf: meanLatencyOf,
    format: formatSeconds,
    lack: 'nothing was answered',
  },
  p50: quantileMetric(50),
  p95: quantileMetric(95),
  p99: quantileMetric(99),
  cpu: {
    title: 'cpu: CPU time of the subject a request',
    worse: 'higher',
    isLatency: false,
    valueOf: cpuPerRequestOf,
    format: formatSeconds,
    lack: 'the CPU time of the subject was not to be had',
  },
  memory: {
    title: 'memory: peak of all processes of the subject',
    worse: 'higher',
    isLatency: false,
    valueOf: ({ subject }) => subject.peakResidentBytes,
    format: formatBytes,
    lack: 'the memory of the subject was not to be had',
  },
};
