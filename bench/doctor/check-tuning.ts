import type { Finding } from '@headroom/contract/manifest.ts';

const longestValue = 60;

/** What of the shell tunes programs that are measured. */
export interface Tuning {
  /** By name; null is a value that is kept nowhere. */
  readonly variables: Readonly<Record<string, string | null>>;
  /** Services of the user's own that some of them reach. */
  readonly reaches: readonly string[];
}

/** Whether the shell has variables that change what is measured. Told only where it has. */
export function checkTuning({ variables, reaches }: Tuning): Finding[] {
  const set = Object.entries(variables).map(([name, value]) =>
    value === null
      ? name
      : `${name}=${value.length > longestValue ? `${value.slice(0, longestValue)}…` : value}`,
  );
  if (set.length === 0 || reaches.length === 0) return [];
  const [reach, change, them] = set.length === 1 ? ['reaches', 'changes', 'it'] : ['reach', 'change', 'them'];
  return [
    {
      check: 'environment',
      severity: 'warning',
      message: `${inWords(set)} of your shell ${reach} ${inWords(reaches)} and ${change} what is measured.`,
      advice: `Unset ${them}, or write ${them} into subjects.${reaches[0]}.environment where the service is meant to have ${them}.`,
    },
  ];
}

const inWords = (list: readonly string[]): string =>
  list.length === 1 ? (list[0] ?? '') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
