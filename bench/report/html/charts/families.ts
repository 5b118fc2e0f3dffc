import type { Cell } from '@headroom/contract/report.ts';
import { hasDeclaredWorkload } from '@headroom/contract/routes.ts';
import type { Trace, Traces } from '../../../analyse/traces.ts';
import { isClosed, loadOf } from '../../../model/level.ts';
import { type Paint, paintOf } from './paint.ts';

/** A run as charts see it; of two, each is named and one is dashed. */
export interface Run {
  readonly name: string | null;
  readonly dashed: boolean;
  readonly report: { readonly cells: readonly Cell[] };
  readonly traces: Traces;
}

/** One endpoint of one run. */
export interface Line {
  readonly endpoint: string;
  /** As it stands beside its line: what tells it from the others of its family. */
  readonly label: string;
  readonly run: string | null;
  readonly dashed: boolean;
  readonly paint: Paint;
  /** By rising level. */
  readonly closed: readonly Cell[];
  readonly open: readonly Cell[];
  readonly closedTrace: Trace | null;
  readonly openTrace: Trace | null;
}

/** Endpoints of one subject that do the same work by different strategies, and are therefore drawn together. */
export interface Family {
  readonly subject: string;
  /** Such as "sleep", "cpu" or "db/read, delay=0.02". */
  readonly work: string;
  readonly lines: readonly Line[];
}

const strategySegments = /\/(sync|async|pool|queue|stream|processes|blocking)$/;

/** Families in the order of the report's cells. */
export function familiesOf(runs: readonly Run[]): Family[] {
  const all = runs.flatMap((run) => run.report.cells.map((cell) => ({ run, cell })));
  const groups = Map.groupBy(all, ({ cell }) => JSON.stringify([cell.subject, workOf(cell)]));
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    return [
      { subject: first.cell.subject, work: workOf(first.cell), lines: linesOf(members, runs.length > 1) },
    ];
  });
}

function workOf(cell: Cell): string {
  const { endpoint, workload } = cell;
  if (hasDeclaredWorkload(cell)) return workload;
  const [path = '', query] = endpoint.split('?');
  const base = path.replace(strategySegments, '').replace(/^\//, '');
  return [base === '' ? workload : base, ...(query === undefined ? [] : [query.replaceAll('&', ', ')])].join(
    ', ',
  );
}

interface Member {
  readonly run: Run;
  readonly cell: Cell;
}

function linesOf(members: readonly Member[], several: boolean): Line[] {
  const endpoints = [...new Set(members.map(({ cell }) => cell.endpoint))];
  const paints = paintsOf(members);
  const inTurn = [...members].sort(
    (a, b) => endpoints.indexOf(a.cell.endpoint) - endpoints.indexOf(b.cell.endpoint),
  );
  const ofLines = Map.groupBy(inTurn, ({ run, cell }) => JSON.stringify([run.name, cell.endpoint]));
  return [...ofLines.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { run, cell } = first;
    const traces = run.traces.filter(
      ({ subject, endpoint }) => subject === cell.subject && endpoint === cell.endpoint,
    );
    const cells = own.map((member) => member.cell);
    const short = endpoints.length === 1 && !several ? '' : shortLabel(cell);
    return [
      {
        endpoint: cell.endpoint,
        label: [short, ...(several ? [run.name ?? ''] : [])].join(' ').trim(),
        run: run.name,
        dashed: run.dashed,
        paint: paints.get(cell.endpoint) ?? paintOf(cell.strategy, 0),
        closed: cells.filter(isClosed).sort((a, b) => a.vus - b.vus),
        open: cells.filter((one) => !isClosed(one)).sort((a, b) => loadOf(a) - loadOf(b)),
        closedTrace: traces.find(isClosed) ?? null,
        openTrace: traces.find((trace) => !isClosed(trace)) ?? null,
      },
    ];
  });
}

function paintsOf(members: readonly Member[]): Map<string, Paint> {
  const strategies = new Map(members.map(({ cell }) => [cell.endpoint, cell.strategy]));
  const seen = new Map<string, number>();
  return new Map(
    [...strategies].map(([endpoint, strategy]) => {
      const nth = seen.get(strategy) ?? 0;
      seen.set(strategy, nth + 1);
      return [endpoint, paintOf(strategy, nth)];
    }),
  );
}

function shortLabel(cell: Cell): string {
  const [path = ''] = cell.endpoint.split('?');
  const named = hasDeclaredWorkload(cell) ? path.split('/').at(-1) : null;
  const label = strategySegments.exec(path)?.[1] ?? (named || cell.strategy);
  return label.length > 14 ? `${label.slice(0, 13)}…` : label;
}
