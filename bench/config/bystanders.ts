import { BenchError } from '@headroom/contract/errors.ts';
import type { ConnectionTime } from '@headroom/contract/records.ts';
import type { BenchConfig } from './bench-config.ts';

type Run = Pick<BenchConfig, 'cells' | 'subjects' | 'protocol'>;

/** Subjects of the user's own in this run that have nothing for bystanders to ask for. */
const withoutBystanders = ({ cells, subjects }: Pick<Run, 'cells' | 'subjects'>): string[] =>
  [...new Set(cells.map(({ subject }) => subject))].filter(
    (name) => subjects.own[name]?.bystanderPath === null,
  );

/**
 * To ask for bystanders where nobody can have any is a mistake.
 * @param perSecond as the user asks for them; undefined where the user says nothing of them
 * @throws BenchError BENCH_CONFIG_INVALID
 */
export function demandBystanders(run: Pick<Run, 'cells' | 'subjects'>, perSecond: number | undefined): void {
  const without = withoutBystanders(run);
  if (!perSecond || run.cells.some(({ subject }) => !without.includes(subject))) return;
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `bystanders is ${perSecond}, and ${without.join(', ')} ${without.length === 1 ? 'has' : 'have'} nothing for them to ask for: expected subjects.${without[0]}.bystander, a path that takes no work, such as "/ping". Add it, or leave bystanders out.`,
  );
}

/**
 * Users who connect before the load do so by asking for what bystanders ask for.
 * @throws BenchError BENCH_CONFIG_INVALID where a service has nothing of the kind
 */
export function demandConnections(run: Pick<Run, 'cells' | 'subjects'>, connections: ConnectionTime): void {
  const isOpen = run.cells.some(({ arrivalsPerSecond }) => arrivalsPerSecond !== undefined);
  if (connections === 'before' && isOpen) {
    throw new BenchError(
      'BENCH_CONFIG_INVALID',
      'connections is "before", and --rate sends requests whatever is answered, by whoever is free: expected users (--vus). Leave one of the two out.',
    );
  }
  const [without] = connections === 'before' ? withoutBystanders(run) : [];
  if (without === undefined) return;
  throw new BenchError(
    'BENCH_CONFIG_INVALID',
    `connections is "before", and ${without} has nothing quick to ask for on a new connection: expected subjects.${without}.bystander, a path that takes no work, such as "/ping". Add it, or leave connections out.`,
  );
}

/** One line on the subjects of a run with bystanders that get none; null where there are none of either. */
export function bystandersInWords(run: Run): string | null {
  const without = withoutBystanders(run);
  if (!run.protocol.bystandersPerSecond || without.length === 0) return null;
  return `No bystanders beside ${without.join(', ')}: no path for them is set (subjects.${without[0]}.bystander).`;
}
