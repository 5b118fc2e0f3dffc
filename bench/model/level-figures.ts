import type { Interval } from '@headroom/contract/interval.ts';

/** What was seen of one endpoint at one number of users; null where nobody measured it. */
export interface LevelFigures {
  /** N, all of whom were there for the whole window. */
  readonly users: number;
  /** X, right answers a second. */
  readonly throughputRps: number;
  /** 95 % interval of X. */
  readonly throughputInterval: Interval | null;
  /** Answers that the figures rest on, over all trials. */
  readonly completions: number;
  /** Length of one trial's window. */
  readonly windowSeconds: number;
  /** Of the answers inside the window. */
  readonly latency: LatencyFigures | null;
  /** The window is too short to see the latency: it is that of the lucky ones. */
  readonly censored: boolean;
  /** Throughput still changed inside the window, or users, throughput and latency do not fit together. */
  readonly unsettled: boolean;
  readonly failedRequests: number;
  readonly generatorSaturated: boolean;
  /** Right answers inside the window to each user, rising; null where they were not counted. */
  readonly answersPerUser: readonly number[] | null;
  /** Users whom nobody answered while others were answered more than once. */
  readonly starvedUsers: number;
  /** The mark under which it says nothing of how several are served at once; null where it does. */
  readonly unfitFor: UnfitMark | null;
  readonly cpuSecondsPerRequest: number | null;
  /** CPU time that the generator itself spends on a request, at the least; a handshake takes as much of it as of the service. */
  readonly generatorSecondsPerRequest: number | null;
  /** The longest time for which the event loop stood still. */
  readonly longestStallSeconds: number | null;
  /** Share of the window in which the event loop was busy, 0 to 1. */
  readonly loopUtilization: number | null;
  /** Mean duration of a request as the server measures it. */
  readonly serverMeanSeconds: number | null;
}

/** Marks of levels at which something else was measured than how several users are served. */
export type UnfitMark = 'other-answer' | 'unanswered' | 'growing';

export interface LatencyFigures {
  readonly meanSeconds: number;
  readonly meanInterval: Interval | null;
  readonly p50Seconds: number | null;
  readonly p95Seconds: number | null;
  readonly maxSeconds: number | null;
}

/** One endpoint over its levels. */
export interface SystemFigures {
  readonly levels: readonly LevelFigures[];
  /** Z, the mean think time. */
  readonly thinkSeconds: number;
  /** How many CPUs the subject may use; null where that is not known. */
  readonly subjectCpus: number | null;
}
