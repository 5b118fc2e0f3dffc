import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import { levelInWords } from '../../analyse/in-words.ts';
import { formatRate, formatSeconds } from '../../report/quantities.ts';

export function describeTrial(trial: Trial): string {
  const { subject, endpoint, repeat, baseline } = trial;
  const suffix = baseline ? ', baseline' : repeat > 1 ? `, repeat ${repeat}` : '';
  return `${subject} ${endpoint}, ${levelInWords(trial)}${suffix}`;
}

/** One line on what came of a trial. */
export function describeRecord(record: TrialRecord): string {
  if (record.state === 'excluded') return `excluded: ${record.reason.message} (${record.reason.code})`;
  const { requests, failedRequests, measuredSeconds, latency, inFlightAtCutoff, generator } = record;
  const rate = formatRate((requests - failedRequests) / measuredSeconds);
  const failed = failedRequests > 0 ? `, ${failedRequests} failed` : '';
  const waiting = inFlightAtCutoff ? `, ${inFlightAtCutoff} unanswered` : '';
  const dropped = generator.droppedIterations ? `, ${generator.droppedIterations} dropped` : '';
  return `${rate} rps, mean ${formatSeconds(latency?.mean ?? null)}${failed}${waiting}${dropped}`;
}
