import type { Trial } from '@headroom/contract/records.ts';

/** The generator's script for the model of a trial, from the root of the repository. */
export function loadScript({ arrivalsPerSecond }: Pick<Trial, 'arrivalsPerSecond'>): string {
  return `k6/scenarios/${arrivalsPerSecond === null ? 'closed' : 'open'}-loop.ts`;
}
