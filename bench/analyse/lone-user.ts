import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Warning } from '@headroom/contract/report.ts';
import { endpointKey, isClosed } from '../model/level.ts';
import { meanWaitOf } from '../model/user-time.ts';
import { median } from '../statistics/median.ts';
import { seconds } from '../words/in-words.ts';

/** By so much, and so long, a later answer is quicker than the first ones, and they were those of cold code. */
const warmShare = 0.8;
const leastSeconds = 0.001;

/** The lone users of one endpoint: before the load, and after it on the same service. */
interface Lone {
  readonly before: readonly MeasuredRecord[];
  readonly after: readonly MeasuredRecord[];
}

/** What is known of the lone user of an endpoint; seconds that he waits, null where it was not measured. */
export interface LoneUser {
  readonly beforeSeconds: number | null;
  readonly afterSeconds: number | null;
  readonly isCold: boolean;
  /** His own answers are not all of one kind, so that those of others need not be. */
  readonly varies: boolean;
}

/**
 * The records that count, where a lone user was asked again after the load: if he is quicker now, those from then on,
 * because what came before met code that was getting warm; otherwise those from before.
 * @param lone by endpoint, of the same records
 */
export function withWarmCode(
  records: readonly MeasuredRecord[],
  lone: ReadonlyMap<string, LoneUser>,
): MeasuredRecord[] {
  return records.filter(({ trial }) => trial.afterLoad === (lone.get(endpointKey(trial))?.isCold === true));
}

/** Seconds at either end of a window that are held against one another. */
const secondsOfAnEnd = 2;

/** Whether a lone user was answered quicker at the end of his window than at its beginning. */
export function gotFaster({ series, trial: { warmupSeconds, durationSeconds } }: MeasuredRecord): boolean {
  const medians = series
    .filter(({ atSeconds }) => atSeconds > warmupSeconds && atSeconds <= warmupSeconds + durationSeconds)
    .flatMap(({ medianLatencySeconds }) => medianLatencySeconds ?? []);
  if (medians.length < 2 * secondsOfAnEnd) return false;
  const [early, late] = [median(medians.slice(0, secondsOfAnEnd)), median(medians.slice(-secondsOfAnEnd))];
  return early !== null && late !== null && isWarmer(early, late);
}

const isWarmer = (early: number, late: number): boolean =>
  late < warmShare * early && early - late > leastSeconds;

/** By endpoint. */
export function loneUsers(records: readonly MeasuredRecord[]): Map<string, LoneUser> {
  const lone = records.filter(({ trial }) => isLone(trial));
  return new Map(
    [...Map.groupBy(lone, ({ trial }) => endpointKey(trial))].map(([name, all]) => [
      name,
      describe({
        before: all.filter(({ trial }) => !trial.afterLoad),
        after: all.filter(({ trial }) => trial.afterLoad),
      }),
    ]),
  );
}

/** Said of the cell of a lone user who was asked again and is quicker now. */
export function coldLoneUser({ isCold, beforeSeconds, afterSeconds }: LoneUser): Warning | null {
  if (!isCold || beforeSeconds === null || afterSeconds === null) return null;
  return {
    code: 'cold-lone-user',
    message: `A lone user was answered in ${seconds(beforeSeconds)} at first and in ${seconds(afterSeconds)} when asked again after the load: the first one met code that was not warm yet. What was measured before that is left out.`,
  };
}

function describe({ before, after }: Lone): LoneUser {
  const [beforeSeconds, afterSeconds] = [before, after].map((records) => median(records.map(meanWaitOf))) as [
    number | null,
    number | null,
  ];
  const isCold = beforeSeconds !== null && afterSeconds !== null && isWarmer(beforeSeconds, afterSeconds);
  const varies = before.some(({ looked }) => (looked?.other ?? 0) > 0);
  return { beforeSeconds, afterSeconds, isCold, varies };
}

const isLone = (trial: MeasuredRecord['trial']): boolean => trial.vus === 1 && isClosed(trial);
