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

/** A chance so small that what was seen in spite of it is no accident. */
const accident = 0.05;

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
      message: `${other} of ${looked} answers that were looked into are not what was answered before the load${quicker === null ? '' : `, and they come sooner (${quicker.inWords})`}: an error or another page with the right status. Nothing is to be said of the speed; where bodies may differ so, --expect-contains names what a right answer has.`,
    };
  }
  if (quicker === null) return null;
  const sooner = `Answers come sooner than a lone user's (${quicker.inWords})`;
  if (lone?.afterSeconds != null) {
    return {
      code: 'other-answer',
      message: `${sooner}, who is no quicker when asked again: under load something else answers, such as a cache or an error with the right status.`,
    };
  }
  // Others that take no time at all would be this share of the answers, at least, and that many looks would miss them so often.
  const share = Math.max(0, 1 - quicker.meanSeconds / quicker.aloneSeconds);
  return (1 - share) ** looked <= accident
    ? {
        code: 'cold-lone-user',
        message: `${sooner} and are of the same kind: the lone user met code that was not warm yet, so nothing follows from a comparison with it. Give a longer --warmup.`,
      }
    : {
        code: 'other-answer',
        message: `${sooner}: they are other answers, or the lone user met code that was not warm yet. Looked into: ${looked}, too few to tell.`,
      };
}

interface Quicker {
  readonly meanSeconds: number;
  readonly aloneSeconds: number;
  readonly inWords: string;
}

function quickerThan(cell: Cell, { beforeSeconds, afterSeconds, isCold }: LoneUser): Quicker | null {
  const { latencySeconds: latency, connectSeconds, idealThroughputRps, throughputRps, vus } = cell;
  const aloneSeconds = isCold ? afterSeconds : beforeSeconds;
  if (vus === 1 || aloneSeconds === null || latency === null) return null;
  const meanSeconds = latency.mean + (connectSeconds ?? 0);
  const isBeyond =
    idealThroughputRps !== null &&
    throughputRps > beyondIdeal * idealThroughputRps &&
    aloneSeconds - meanSeconds > leastSeconds;
  if (!isQuickerThanAlone(meanSeconds, aloneSeconds) && !isBeyond) return null;
  const again = afterSeconds === null || isCold ? '' : ` before and ${seconds(afterSeconds)} after`;
  const inWords = `${seconds(meanSeconds)}, alone ${seconds(aloneSeconds)}${again}`;
  return { meanSeconds, aloneSeconds, inWords };
}

const sumOf = (records: readonly MeasuredRecord[], what: 'answers' | 'other'): number =>
  records.reduce((sum, { looked }) => sum + (looked?.[what] ?? 0), 0);
