import type { Cell, Warning } from '@headroom/contract/report.ts';

/** What keeps a cell out of every verdict, by the mark that it carries. */
const reasons: Partial<Record<Warning['code'], string>> = {
  'failed-requests': 'requests failed',
  'generator-saturated': 'the generator was saturated',
  unsettled: 'users, throughput and latency do not fit together',
};

/** Why a cell can take no part in a verdict; null where it can. */
export function whyUnfit({ warnings, throughputRps }: Cell): string | null {
  if (throughputRps === 0) return 'nothing was answered';
  return warnings.map(({ code }) => reasons[code]).find((reason) => reason !== undefined) ?? null;
}
