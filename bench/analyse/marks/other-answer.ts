import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Cell, Warning } from '@headroom/contract/report.ts';
import { seconds } from '../../words/in-words.ts';

/** So much quicker than alone nobody is served under load. */
const quickerShare = 0.7;
/** Below that, a lone user's latency is made of wake-ups, which others spare. */
const leastSeconds = 0.002;
/** So much more than users who need not wait get is more than noise. */
const beyondIdeal = 1.3;

interface Alone {
  /** What a lone user waits, seconds; null where none was measured. */
  readonly seconds: number | null;
}

/** Whether users are served quicker than a lone one is, by more than a machine's noise. */
export function isQuickerThanAlone(meanSeconds: number, aloneSeconds: number): boolean {
  return meanSeconds < quickerShare * aloneSeconds && aloneSeconds - meanSeconds > leastSeconds;
}

/**
 * Answers that are not those of a lone user: by their bodies, or because they come sooner than his. In the second case he
 * may have met cold code instead: his answers are the same.
 */
export function otherAnswer(cell: Cell, records: readonly MeasuredRecord[], alone: Alone): Warning | null {
  const looked = sumOf(records, 'answers');
  const other = sumOf(records, 'other');
  const quicker = quickerThanAlone(cell, alone);
  if (other > 0) {
    return {
      code: 'other-answer',
      message: `${other} of ${looked} answers that were looked into are not what was answered before the load${quicker === null ? '' : `, and they come sooner (${quicker})`}: an error or another page with the right status. Nothing is to be said of the speed; --expect-contains names what a right answer has.`,
    };
  }
  if (quicker === null) return null;
  return looked > 0
    ? {
        code: 'cold-lone-user',
        message: `Answers come sooner than a lone user's (${quicker}) and are the same: the lone user met code that was not warm yet, so nothing follows from a comparison with it. Give a longer --warmup.`,
      }
    : {
        code: 'other-answer',
        message: `Answers come sooner than a lone user's (${quicker}): they are other answers, or the lone user met code that was not warm yet. None was looked into.`,
      };
}

function quickerThanAlone(cell: Cell, { seconds: aloneSeconds }: Alone): string | null {
  const { latencySeconds: latency, connectSeconds, idealThroughputRps, throughputRps, vus } = cell;
  if (vus === 1 || aloneSeconds === null || latency === null) return null;
  const mean = latency.mean + (connectSeconds ?? 0);
  const isBeyond =
    idealThroughputRps !== null &&
    throughputRps > beyondIdeal * idealThroughputRps &&
    aloneSeconds - mean > leastSeconds;
  if (!isQuickerThanAlone(mean, aloneSeconds) && !isBeyond) return null;
  return `${seconds(mean)}, alone ${seconds(aloneSeconds)}`;
}

const sumOf = (records: readonly MeasuredRecord[], what: 'answers' | 'other'): number =>
  records.reduce((sum, { looked }) => sum + (looked?.[what] ?? 0), 0);
