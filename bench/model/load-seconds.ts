import type { Trial } from '@headroom/contract/records.ts';

/** Seconds that the load of a trial lasts, warm-up included. */
export const loadSeconds = ({
  warmupSeconds,
  durationSeconds,
}: Pick<Trial, 'warmupSeconds' | 'durationSeconds'>): number => warmupSeconds + durationSeconds;
