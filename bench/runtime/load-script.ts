import type { TrialInput } from '@headroom/contract/trial-input.ts';

/** The generator's script for the model of a trial, from the root of the repository. */
export function loadScript({
  arrivalsPerSecond,
  steeringUrl,
}: Pick<TrialInput, 'arrivalsPerSecond' | 'steeringUrl'>): string {
  if (steeringUrl !== null) return 'k6/scenarios/live-loop.ts';
  return `k6/scenarios/${arrivalsPerSecond === null ? 'closed' : 'open'}-loop.ts`;
}

/**
 * The settings that k6 is given, from the root of the repository: none. Otherwise it takes those of the user's own
 * configuration folder, of which `rps` holds it and `noConnectionReuse` changes what is measured, without a word.
 */
export const loadSettings = 'k6/config.json';

/**
 * How k6 is run, wherever that is.
 * @param notes the file of what its users note down
 * @param settings the file of {@link loadSettings}
 */
export const loadFlags = (notes: string, settings: string): string[] => [
  ...['--no-usage-report', '--quiet', '--log-format', 'json', '--address', ''],
  ...['--console-output', notes, '--config', settings],
];
