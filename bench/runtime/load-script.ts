import type { TrialInput } from '@headroom/contract/trial-input.ts';

/** The generator's script for the model of a trial, from the root of the repository. */
export function loadScript({
  arrivalsPerSecond,
  steeringUrl,
}: Pick<TrialInput, 'arrivalsPerSecond' | 'steeringUrl'>): string {
  if (steeringUrl !== null) return 'k6/scenarios/live-loop.ts';
  return `k6/scenarios/${arrivalsPerSecond === null ? 'closed' : 'open'}-loop.ts`;
}
