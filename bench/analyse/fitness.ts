import type { Cell, Warning } from '@headroom/contract/report.ts';
import { hasMark } from './has-mark.ts';

/** What keeps a cell out of every verdict, by the mark that it carries; the first that fits is told. */
const reasons: readonly (readonly [Warning['code'], string])[] = [
  ['failed-requests', 'requests failed'],
  ['other-answer', 'answers were not those of a lone user'],
  ['cold-lone-user', 'the lone user met cold code'],
  ['unanswered', 'requests were never answered'],
  ['growing', 'throughput was still growing'],
  // Before what may follow from it.
  ['generator-saturated', 'the generator was saturated'],
  ['unsettled', 'users, throughput and latency do not fit together'],
];

/** Why a cell can take no part in a verdict; null where it can. */
export function whyUnfit({ warnings, throughputRps }: Cell): string | null {
  if (throughputRps === 0) return 'nothing was answered';
  const found = reasons.find(([mark]) => hasMark({ warnings }, mark));
  return found?.[1] ?? null;
}
