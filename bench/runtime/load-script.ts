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

/**
 * The output of k6 that writes the per-second series. It is that of its dashboard with no port open, which costs next to
 * nothing, unlike its CSV and JSON outputs. k6 reads its settings as the query of a URL.
 * @param record the file of the series
 * @param port where the dashboard is shown on this machine; null shows none
 */
export function seriesOutput(record: string, port: number | null = null): string {
  const settings = { host: '127.0.0.1', port: String(port ?? -1), period: '1s', record };
  return `web-dashboard=${new URLSearchParams(settings)}`;
}
