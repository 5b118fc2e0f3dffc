import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Warning } from '@headroom/contract/report.ts';
import { userTimeOf } from '../../model/user-time.ts';
import { median } from '../../statistics/median.ts';
import { seconds } from '../../words/in-words.ts';

/** An answer that takes longer than so much of the window may simply be slow. */
const slowShare = 0.2;
/** Fewer than that, on average over the window, may be its edges. */
const fewestLost = 0.5;

/**
 * How many users, on average over a window, waited for an answer that did not come, though all those that came were
 * quick: users who had been answered before, whose request was lost. Zero where that is not so.
 */
export function lostUsersOf(record: MeasuredRecord): number {
  const { users, latency, inFlightAtCutoff, measuredSeconds } = record;
  const time = userTimeOf(record);
  if (users === null || latency === null || time === null || inFlightAtCutoff === 0) return 0;
  if (latency.max > slowShare * measuredSeconds) return 0;
  const never = users.answers.length - users.everAnswered;
  const lost = time.missing * time.users - never;
  return lost > Math.max(fewestLost, time.allowed * time.users) ? lost : 0;
}

/** Requests that were never answered. */
export function unanswered(records: readonly MeasuredRecord[]): Warning | null {
  const lost = median(records.map(lostUsersOf)) ?? 0;
  if (lost === 0) return null;
  const slowest = Math.max(...records.map(({ latency }) => latency?.max ?? 0));
  return {
    code: 'unanswered',
    message: `On average ${lost.toFixed(1)} users waited for an answer that never came, though the slowest of those that came took ${seconds(slowest)}: the service loses some. Look for a callback, a promise or a lock that is never settled.`,
  };
}
