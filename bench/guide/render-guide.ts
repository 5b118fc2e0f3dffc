import type { Cell, Report } from '@headroom/contract/report.ts';
import { bystanderMedian } from '../analyse/cell-figures.ts';
import { isClosed } from '../model/level.ts';
import { formatBytes, formatRate, formatSeconds } from '../report/quantities.ts';
import { markdownTable } from '../report/table.ts';
import { bounded, users } from '../words/in-words.ts';
import { type Advice, adviceOfSweep, advices, type CellName } from './advice.ts';

/**
 * The decision guide in Markdown: what to choose in each situation, each advice with links to the cells of
 * the report that it rests on. A situation whose cells were not measured is listed as such.
 * @param claims a report of the preset `claims`
 * @param waits a report of the preset `waits`
 */
export function renderGuide(claims: Report, waits: Report): string {
  const used = advices.flatMap(({ needs }) => needs.flatMap((name) => findCell(claims, name) ?? []));
  return `${[
    '# Choosing',
    'Made by `make guide` from [a run of the preset `claims`](choosing/claims.json) and [one of `waits`](choosing/waits.json): do not edit. Your machine differs: `make bench PRESET=claims` says what holds there.',
    `A handler of NestJS, on one CPU, ${claims.cells[0]?.repeats === 1 ? 'one trial a cell' : `${claims.cells[0]?.repeats} trials a cell`}. Differences under 30 % are taken for noise.`,
    newcomers,
    '| What the handler does | Choose | Because | Cells |\n| --- | --- | --- | --- |',
  ].join(
    '\n\n',
  )}\n${[...advices.map((advice) => adviceRow(claims, advice)), ...waits.breakEvens.map(sweepRow)].join('\n')}\n\n## The cells\n\n${cellsTable(used)}\n`;
}

/** Whose wait "at least" is. */
const newcomers =
  '"Somebody else" asks on new connections, as most clients do. A blocked loop lets in one of those a turn, so of a wait of seconds there most is for being let in, and "at least" means that some were not within the window ([how that is](methodology.md#who-was-answered)).';

function adviceRow(report: Report, { question, needs, answer }: Advice): string {
  const cells = needs.map((name) => findCell(report, name));
  const measured = cells.filter((cell) => cell !== undefined);
  const { choose, because } =
    measured.length === cells.length ? answer(measured) : { choose: '–', because: 'not measured' };
  return `| ${question} | ${choose} | ${because} | ${measured.map(linkTo).join(', ')} |`;
}

function sweepRow(sweep: Report['breakEvens'][number]): string {
  const { choose, because } = adviceOfSweep(sweep);
  return `| It waits, but not for long | ${choose} | ${because} | [waits](choosing/waits.json) |`;
}

function findCell({ cells }: Report, { subject, endpoint, vus }: CellName): Cell | undefined {
  return cells
    .filter(isClosed)
    .find((cell) => cell.subject === subject && cell.endpoint === endpoint && cell.vus === vus);
}

const anchorOf = ({ subject, endpoint, vus }: Cell): string =>
  `${subject}${endpoint.replaceAll('/', '-')}-${vus}`;

const linkTo = (cell: Cell): string =>
  `[${cell.subject} ${cell.endpoint} at ${users(cell.vus)}](#${anchorOf(cell)})`;

function cellsTable(cells: readonly Cell[]): string {
  const head = ['cell', 'rps', 'mean', 'implied', 'bystanders p50', 'CPU per request', 'peak memory'];
  const body = [...new Set(cells)].map((cell) => {
    const median = bystanderMedian(cell);
    return [
      `<a id="${anchorOf(cell)}"></a>${cell.subject} ${cell.endpoint} at ${users(cell.vus)}`,
      formatRate(cell.throughputRps),
      formatSeconds(cell.latencySeconds?.mean ?? null),
      formatSeconds(cell.impliedLatencySeconds),
      median === null ? '–' : bounded(median),
      formatSeconds(cell.subjectCpuSecondsPerRequest),
      formatBytes(cell.peakResidentBytes),
    ];
  });
  return markdownTable({ rows: [head, ...body], right: [1, 2, 3, 4, 5, 6] });
}
