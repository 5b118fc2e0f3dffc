import type { Cell } from '@headroom/contract/report.ts';
import { levelInWords } from '../words/in-words.ts';
import { formatShare } from './quantities.ts';

/** What those took who were on the generator's CPUs beside it: a sentence for each company, none where nobody was. */
export function othersLines(cells: readonly Cell[]): string[] {
  const withOthers = cells.flatMap(({ others, ...cell }) =>
    others === null || others.names.length === 0 ? [] : [{ cell, ...others }],
  );
  const companies = Map.groupBy(withOthers, ({ names }) => new Intl.ListFormat('en').format(names));
  return [...companies].map(([company, seen]) => {
    const [first] = seen;
    const they = first?.names.length === 1 ? 'it' : 'they';
    const [most] = seen
      .filter(({ cpuShare }) => cpuShare !== null)
      .sort((a, b) => (b.cpuShare ?? 0) - (a.cpuShare ?? 0));
    const beside = `${company.charAt(0).toUpperCase()}${company.slice(1)} ran on k6's CPUs beside it`;
    if (most === undefined) return `${beside}; how much ${they} took of them cannot be told on this machine.`;
    const { subject, endpoint } = most.cell;
    const where =
      seen.length === 1 ? '' : ` at most, beside ${subject} ${endpoint} at ${levelInWords(most.cell)}`;
    return `${beside} and took ${formatShare(most.cpuShare)} of them in the window${where}.`;
  });
}
