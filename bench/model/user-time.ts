import type { MeasuredRecord } from '@headroom/contract/records.ts';
import { meanActiveUsers } from './active-users.ts';

/** What is granted for measurement. */
const granted = 0.03;

/** What the users of a window in the closed model did with their time. */
export interface UserTime {
  /** N, those that were there on average. */
  readonly users: number;
  /**
   * Share of their time that neither the requests that ended in the window nor their think times account for; below
   * zero where these are more than there was.
   */
  readonly missing: number;
  /** What `missing` may be in a steady system. */
  readonly allowed: number;
}

/**
 * The closed-loop law N = X (R + Z) (Lazowska et al., Quantitative System Performance, 1984, section 3.4) with all that a
 * user waits for in it: requests that failed, and the time until a request had a connection. A window takes the requests
 * that end in it whole, so that its edges are off by as much as those that are in hand at either have behind them, E[R²]/E[R].
 */
export function userTimeOf(record: MeasuredRecord): UserTime | null {
  const { trial, requests, failedRequests, latency, transport, measuredSeconds } = record;
  if (trial.arrivalsPerSecond !== null || requests === 0) return null;
  const users = meanActiveUsers(trial);
  const thinkSeconds = (trial.thinkTime.minSeconds + trial.thinkTime.maxSeconds) / 2;
  const connectSeconds = transport?.connectSeconds ?? 0;
  const right = requests - failedRequests;
  const waited = latency === null ? 0 : right * (latency.mean + connectSeconds);
  // Where nobody measured how long a failure took, it took as long as an answer.
  const failedSeconds = transport?.failedSeconds ?? latency?.mean ?? 0;
  const spent = waited + failedRequests * (failedSeconds + connectSeconds) + requests * thinkSeconds;
  const edgeSeconds = latency === null ? failedSeconds : edgeOf(latency) + connectSeconds;
  return {
    users,
    missing: 1 - spent / (users * measuredSeconds),
    allowed: granted + edgeSeconds / measuredSeconds,
  };
}

/** What a user waits for an answer on average, seconds: until there is a connection, and for the answer; null without one. */
export function meanWaitOf({ latency, transport }: MeasuredRecord): number | null {
  return latency === null ? null : latency.mean + (transport?.connectSeconds ?? 0);
}

function edgeOf({ mean, quantiles }: NonNullable<MeasuredRecord['latency']>): number {
  const square = quantiles.reduce((sum, seconds) => sum + seconds * seconds, 0) / quantiles.length;
  return mean > 0 ? Math.max(mean, square / mean) : 0;
}
