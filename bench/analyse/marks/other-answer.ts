import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Cell, Warning } from '@headroom/contract/report.ts';
import { seconds } from '../../words/in-words.ts';
import type { LoneUser } from '../lone-user.ts';

/** So much quicker than alone nobody is served under load. */
const quickerShare = 0.7;
/** Below that, a lone user's latency is made of wake-ups, which others spare. */
const leastSeconds = 0.002;
/** So much more than users who need not wait get is more than noise. */
const beyondIdeal = 1.3;

/** Whether users are served quicker than a lone one is, by more than a machine's noise. */
export function isQuickerThanAlone(meanSeconds: number, aloneSeconds: number): boolean {
  return meanSeconds < quickerShare * aloneSeconds && aloneSeconds - meanSeconds > leastSeconds;
}

/**
 * Answers that are not those of a lone user: by their bodies, or because they come sooner than his. In the second case he
 * may have met cold code instead: his answers are the same, and asked again he is as quick.
 */
export function otherAnswer(
  cell: Cell,
  records: readonly MeasuredRecord[],
  lone: LoneUser | null,
): Warning | null {
  const [looked, other] = [sumOf(records, 'answers'), sumOf(records, 'other')];
  const quicker = lone === null ? null : quickerThan(cell, lone);
  if (other > 0 && lone?.varies !== true) {
    return {
      code: 'other-answer',
      message: `${other} of ${looked} answers that were looked into are not what was answered before the load${quicker === null ? '' : `, and they come sooner (${quicker})`}: an error or another page with the right status. Nothing is to be said of the speed; where bodies may differ so, --expect-contains names what a right answer has.`,
    };
  }
  if (quicker === null) return null;
  const sooner = `Answers come sooner than a lone user's (${quicker})`;
  if (lone?.afterSeconds != null) {
    return {
      code: 'other-answer',
      message: `${sooner}, who is no quicker when asked again: under load something else answers, such as a cache or an error with the right status.`,
    };
  }
  return looked > 0
    ? {
        code: 'cold-lone-user',
        message: `${sooner} and are of the same kind: the lone user met code that was not warm yet, so nothing follows from a comparison with it. Give a longer --warmup.`,
      }
    : {
        code: 'other-answer',
        message: `${sooner}: they are other answers, or the lone user met code that was not warm yet. None was looked into.`,
      };
}

function quickerThan(cell: Cell, { beforeSeconds, afterSeconds, isCold }: LoneUser): string | null {
  const { latencySeconds: latency, connectSeconds, idealThroughputRps, throughputRps, vus } = cell;
  const aloneSeconds = isCold ? afterSeconds : beforeSeconds;
  if (vus === 1 || aloneSeconds === null || latency === null) return null;
  const mean = latency.mean + (connectSeconds ?? 0);
  const isBeyond =
    idealThroughputRps !== null &&
    throughputRps > beyondIdeal * idealThroughputRps &&
    aloneSeconds - mean > leastSeconds;
  if (!isQuickerThanAlone(mean, aloneSeconds) && !isBeyond) return null;
  const again = afterSeconds === null || isCold ? '' : ` before and ${seconds(afterSeconds)} after`;
  return `${seconds(mean)}, alone ${seconds(aloneSeconds)}${again}`;
}

const sumOf = (records: readonly MeasuredRecord[], what: 'answers' | 'other'): number =>
  records.reduce((sum, { looked }) => sum + (looked?.[what] ?? 0), 0);
