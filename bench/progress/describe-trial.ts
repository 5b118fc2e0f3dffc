import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import { meanLatencyOf } from '../model/trial-figures.ts';
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
  const { requests, failedRequests, measuredSeconds, inFlightAtCutoff, users, generator } = record;
  const rate = formatRate((requests - failedRequests) / measuredSeconds);
  const failed = failedRequests > 0 ? `, ${failedRequests} failed` : '';
  const answered =
    users && users.answered < users.there ? `, ${users.answered} of ${users.there} users answered` : '';
  const waiting = inFlightAtCutoff ? `, ${inFlightAtCutoff} unanswered` : '';
  const dropped = generator.droppedIterations ? `, ${generator.droppedIterations} dropped` : '';
  return `${rate} rps, mean ${formatSeconds(meanLatencyOf(record))}${failed}${answered}${waiting}${dropped}`;
}
