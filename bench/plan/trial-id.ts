import type { Trial } from '@headroom/contract/records.ts';

/** Names a trial in files and messages: `nest-sync-10vu-r1`, `nest-sync-20rps-r1`. */
export function trialIdOf(
  {
    subject,
    endpoint,
    vus,
    arrivalsPerSecond,
    baseline,
  }: Pick<Trial, 'subject' | 'endpoint' | 'vus' | 'arrivalsPerSecond' | 'baseline'>,
  repeat: number,
): string {
  const route = endpoint
    .replaceAll(/[^a-z0-9.]+/g, ' ')
    .trim()
    .replaceAll(' ', '-');
  const level = arrivalsPerSecond === null ? `${vus}vu` : `${arrivalsPerSecond}rps`;
  const name = subject
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${name}-${route}-${level}-${baseline ? 'baseline' : `r${repeat}`}`;
}
