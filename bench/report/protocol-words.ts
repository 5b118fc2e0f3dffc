import type { Trial } from '@headroom/contract/records.ts';

/** "30 s", or "6.69 s to 10.1 s" where they differ; baselines are shorter, and left out. */
export function windowsInWords(trials: readonly Trial[]): string {
  const planned = trials.filter(({ baseline }) => !baseline);
  const lengths = (planned.length > 0 ? planned : trials).map(({ durationSeconds }) => durationSeconds);
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
  return least === most ? `${least} s` : `${short(least)} s to ${short(most)} s`;
}

/** What each trial found: a subject of its own, or that of the one before. */
export function subjectsInWords(trials: readonly Trial[]): string {
  return trials.some(({ continues }) => continues !== null)
    ? 'one subject, whose number of users was changed while it ran'
    : 'a fresh subject';
}

const short = (seconds: number): string => String(Number(seconds.toPrecision(3)));
