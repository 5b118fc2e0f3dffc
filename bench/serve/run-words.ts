import { endpoints as allEndpoints } from '@headroom/contract/routes.ts';
import type { SoundRun } from '../runs/stored-runs.ts';

const namesShown = 4;

type Trial = SoundRun['plan']['trials'][number];

/** The cells of a plan, as "nest /sync, /async at 1, 10, 100 users". */
export function cellsInWords(trials: readonly Trial[]): string {
  const cells = trials.some(({ baseline }) => !baseline)
    ? trials.filter(({ baseline }) => !baseline)
    : trials;
  const bySubject = [...Map.groupBy(cells, ({ subject }) => subject)];
  // Subjects that are loaded alike are named together.
  const alike = Map.groupBy(bySubject, ([, own]) => loadInWords(own));
  return [...alike]
    .map(([load, subjects]) => `${new Intl.ListFormat('en').format(subjects.map(([name]) => name))} ${load}`)
    .join('; ');
}

function loadInWords(cells: readonly Trial[]): string {
  const endpoints = inOrder([...new Set(cells.map(({ endpoint }) => endpoint))]);
  return `${shortened(endpoints)} at ${levelsInWords(cells)}`;
}

/** That of reports: a plan has them shuffled. */
function inOrder(paths: readonly string[]): string[] {
  const placeOf = (path: string) => {
    const place = allEndpoints.findIndex((endpoint) => endpoint.path === path.split('?')[0]);
    return place < 0 ? allEndpoints.length : place;
  };
  return [...paths].sort((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1));
}

function levelsInWords(cells: readonly Trial[]): string {
  const rates = rising(cells.flatMap(({ arrivalsPerSecond }) => arrivalsPerSecond ?? []));
  const users = rising(
    cells.filter(({ arrivalsPerSecond }) => arrivalsPerSecond === null).map(({ vus }) => vus),
  );
  return [
    ...(users.length === 0 ? [] : [`${spanned(users)}${users.join() === '1' ? 'user' : 'users'}`]),
    ...(rates.length === 0 ? [] : [`${spanned(rates)}requests a second`]),
  ].join(' and ');
}

const rising = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b);

/** All of them, or the first and the last, before what they count. */
function spanned(levels: readonly number[]): string {
  if (levels.length <= namesShown + 1) return `${levels.join(', ')} `;
  return `${levels.length} levels from ${levels[0]} to ${levels.at(-1)} `;
}

/** All of them, or the first ones and how many there are beside. */
function shortened(items: readonly string[]): string {
  if (items.length <= namesShown + 1) return items.join(', ');
  return `${items.slice(0, namesShown).join(', ')} and ${items.length - namesShown} more`;
}
