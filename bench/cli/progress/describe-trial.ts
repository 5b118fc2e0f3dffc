import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import { formatRate, formatSeconds } from '../../report/quantities.ts';
import type { Side } from '../../watcher.ts';

/** @param side where two builds are measured in turn */
export function describeTrial({ subject, endpoint, vus, repeat, baseline }: Trial, side?: Side): string {
  const users = vus === 1 ? '1 user' : `${vus} users`;
  const suffix = baseline ? ', baseline' : repeat > 1 ? `, repeat ${repeat}` : '';
  return `${subject} ${endpoint}, ${users}${suffix}${side === undefined ? '' : `, ${side}`}`;
}

/** One line on what came of a trial. */
export function describeRecord(record: TrialRecord): string {
  if (record.state === 'excluded') return `excluded: ${record.reason.message} (${record.reason.code})`;
  const { requests, failedRequests, measuredSeconds, latency, inFlightAtCutoff } = record;
  const rate = formatRate((requests - failedRequests) / measuredSeconds);
  const failed = failedRequests > 0 ? `, ${failedRequests} failed` : '';
  const waiting = inFlightAtCutoff ? `, ${inFlightAtCutoff} unanswered` : '';
  return `${rate} rps, mean ${formatSeconds(latency?.mean ?? null)}${failed}${waiting}`;
}
