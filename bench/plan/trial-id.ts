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
  const level = arrivalsPerSecond === null ? `${vus}vu` : `${arrivalsPerSecond}rps`;
  return `${nameInFiles(subject, endpoint)}-${level}-${baseline ? 'baseline' : `r${repeat}`}`;
}

/** Subject and endpoint as names of files have them: two that differ in signs alone have the same one. */
export function nameInFiles(subject: string, endpoint: string): string {
  const route = endpoint
    .replaceAll(/[^a-z0-9.]+/g, ' ')
    .trim()
    .replaceAll(' ', '-');
  const name = subject
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${name}-${route}`;
}
