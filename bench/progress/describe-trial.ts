import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import { formatRate, formatSeconds } from '../report/quantities.ts';
import type { Side } from '../watcher.ts';
import { levelInWords } from '../words/in-words.ts';

/** @param side where two builds are measured in turn */
export function describeTrial(trial: Trial, side?: Side): string {
  const { subject, endpoint, repeat, baseline } = trial;
  const suffix = baseline ? ', baseline' : repeat > 1 ? `, repeat ${repeat}` : '';
  return `${subject} ${endpoint}, ${levelInWords(trial)}${suffix}${side === undefined ? '' : `, ${side}`}`;
}

/** One line on what came of a trial. */
export function describeRecord(record: TrialRecord): string {
  if (record.state === 'excluded') return `excluded: ${record.reason.message} (${record.reason.code})`;
  const { requests, failedRequests, measuredSeconds, latency, inFlightAtCutoff, generator } = record;
  const rate = formatRate((requests - failedRequests) / measuredSeconds);
  const failed = failedRequests > 0 ? `, ${failedRequests} failed` : '';
  const waiting = inFlightAtCutoff ? `, ${inFlightAtCutoff} in flight` : '';
  const dropped = generator.droppedIterations ? `, ${generator.droppedIterations} dropped` : '';
  return `${rate} rps, mean ${formatSeconds(latency?.mean ?? null)}${failed}${waiting}${dropped}`;
}
