import { quantilePercents } from '@headroom/contract/generator-summary.ts';
import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Bounded, Cell } from '@headroom/contract/report.ts';
import { median } from '../statistics/median.ts';

type Bystander = NonNullable<MeasuredRecord['bystander']>;

/** What the load of a cell did to somebody else; null when nobody else was there. */
export function bystanderOf(records: readonly MeasuredRecord[]): Cell['bystander'] {
  const all = records.flatMap(({ bystander, trial }) =>
    bystander === null ? [] : [{ ...bystander, perSecond: trial.bystandersPerSecond }],
  );
  if (all.length === 0) return null;
  const sum = (figure: (one: Bystander) => number) => all.reduce((total, one) => total + figure(one), 0);
  const at = (percent: number) =>
    medianBounded(all.map((one) => quantileOfSent(one, percent, one.perSecond)));
  return {
    sent: sum(({ sent }) => sent),
    failed: sum(({ failed }) => failed),
    unanswered: sum(unansweredOf),
    p50Seconds: at(50),
    p95Seconds: at(95),
  };
}

/**
 * The latency that `percent` of the sent requests stayed within, failed ones left out. Those without an answer
 * are slower than any other: where the quantile lies among them it is a lower bound, from how long they have
 * waited at the least, which is if they are the ones that were sent last. Null when fewer than five lie beyond.
 * @param perSecond at which constant rate they were sent
 */
export function quantileOfSent(bystander: Bystander, percent: number, perSecond: number): Bounded | null {
  const { latency, answered } = bystander;
  const unanswered = unansweredOf(bystander);
  const counted = answered + unanswered;
  if (counted * (1 - percent / 100) < 5) return null;

  const ofAnswered = (percent * counted) / answered;
  const index = quantilePercents.findIndex((candidate) => candidate >= ofAnswered);
  const seen = latency?.quantiles[index];
  if (seen !== undefined) return { value: seen, bound: 'estimate' };

  const points = [
    ...(latency?.quantiles ?? []).map((value) => ({ value, weight: answered / quantilePercents.length })),
    ...Array.from({ length: unanswered }, (_, i) => ({ value: (i + 1) / perSecond, weight: 1 })),
  ].sort((a, b) => a.value - b.value);
  let below = 0;
  const least = points.find(({ weight }) => {
    below += weight;
    return below >= (percent / 100) * counted;
  });
  return least === undefined ? null : { value: least.value, bound: 'lower' };
}

function unansweredOf({ sent, failed, answered }: Bystander): number {
  return sent - failed - answered;
}

/**
 * The median over trials. A lower bound may be anything above it: where even then the median lies among the
 * estimates it is one, else a lower bound.
 */
function medianBounded(values: readonly (Bounded | null)[]): Bounded | null {
  const value = median(values.map((one) => one?.value ?? null));
  if (value === null) return null;
  const most = median(
    values.map((one) => (one?.bound === 'lower' ? Number.POSITIVE_INFINITY : (one?.value ?? null))),
  );
  return most !== null && Number.isFinite(most)
    ? { value: most, bound: 'estimate' }
    : { value, bound: 'lower' };
}
