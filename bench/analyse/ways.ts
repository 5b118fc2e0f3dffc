import type { Cell } from '@headroom/contract/report.ts';
import { hasDeclaredWorkload } from '@headroom/contract/routes.ts';

/** One workload of one subject, written in two ways that differ in nothing else. */
export interface Ways {
  readonly subject: string;
  /** As people call it: `db`, `db/read`, or `sleep?delay=0.02`. */
  readonly workload: string;
  readonly plain: string;
  readonly other: string;
}

/**
 * The pairs of endpoints among the cells that can be set side by side: each way that blocks with each that does
 * not. Blocking comes first, because it is what a handler does unless somebody thought of something else.
 */
export function waysOf(cells: readonly Cell[]): Ways[] {
  const groups = Map.groupBy(cells, (cell) => JSON.stringify([cell.subject, workloadOf(cell)]));
  return [...groups].flatMap(([key, group]) => {
    const [subject, workload] = JSON.parse(key) as [string, string];
    const endpoints = [...new Map(group.map((cell) => [cell.endpoint, cell.strategy]))];
    const plain = endpoints.filter(([, strategy]) => strategy === 'sync').map(([endpoint]) => endpoint);
    const others = endpoints.filter(([, strategy]) => strategy !== 'sync').map(([endpoint]) => endpoint);
    return plain.flatMap((one) => others.map((other) => ({ subject, workload, plain: one, other })));
  });
}

/** What a route does, without how it does it: its last part, where that names a way. */
function workloadOf(cell: Cell): string {
  const { endpoint, workload } = cell;
  if (hasDeclaredWorkload(cell)) return workload;
  const [route = '', query] = endpoint.split('?');
  const parts = route.split('/').filter(Boolean);
  const what = waysOfRoutes.has(parts.at(-1) ?? '') ? parts.slice(0, -1) : parts;
  const name = what.length === 0 ? workload : what.join('/');
  return query === undefined ? name : `${name}?${query}`;
}

const waysOfRoutes = new Set(['sync', 'async', 'blocking', 'pool', 'processes', 'queue', 'stream']);
