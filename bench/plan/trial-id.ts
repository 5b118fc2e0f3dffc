import type { Trial } from '@headroom/contract/records.ts';

/** Names a trial in files and messages: `nest-sync-10vu-r1`. */
export function trialIdOf(
  { subject, endpoint, vus, baseline }: Pick<Trial, 'subject' | 'endpoint' | 'vus' | 'baseline'>,
  repeat: number,
): string {
  const route = endpoint
    .replaceAll(/[^a-z0-9.]+/g, ' ')
    .trim()
    .replaceAll(' ', '-');
  return `${subject}-${route}-${vus}vu-${baseline ? 'baseline' : `r${repeat}`}`;
}
