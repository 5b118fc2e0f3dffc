import type { Cell } from '@headroom/contract/report.ts';
import { isOfSome, latencyOf } from '../../../analyse/cell-figures.ts';
import { users } from '../../../words/in-words.ts';
import { formatSeconds } from '../../quantities.ts';
import { asItIs, type Chart } from './chart.ts';
import type { Family, Line } from './families.ts';
import { levelOptions } from './level-chart.ts';
import type { Point } from './level-lines.ts';
import { fits, logScale } from './scale.ts';
import { rowName } from './throughput.ts';
import { intervalInWords, listInWords, nameOf } from './words.ts';

/**
 * Mean latency of a family against its users. Where the window was too short to see it, it is the one that the
 * closed loop implies, drawn hollow; null without a cell that has a latency.
 */
export function latencyChart(family: Family): Chart | null {
  const cells = family.lines.flatMap(({ closed }) => closed);
  const known = cells.flatMap((cell) => latencyOf(cell) ?? []);
  if (known.length === 0) return null;
  const scale = logScale([
    ...known,
    ...cells.flatMap(({ serviceSeconds, intervals }) => [
      serviceSeconds ?? 0,
      intervals.meanSeconds?.low ?? 0,
      intervals.meanSeconds?.high ?? 0,
    ]),
  ]);
  const drawn = family.lines.map((line) => ({
    line,
    points: line.closed.flatMap((cell) => pointOf(line, cell)).filter(({ y }) => fits(scale, y)),
    ideals: line.closed.flatMap(({ vus, serviceSeconds }) =>
      fits(scale, serviceSeconds) ? [{ x: vus, y: serviceSeconds }] : [],
    ),
  }));
  const implied = cells.filter((cell) => isOfSome(cell) && cell.impliedLatencySeconds);

  return {
    title: 'Latency',
    axis: 'mean, log scale',
    summary: family.lines.flatMap((line) => summaryOf(line)).join(' '),
    notes:
      implied.length === 0
        ? []
        : [
            `† Hollow: implied by Little's law, as if all were served in turn, because the window was too short to see it or some were not answered at all (${listInWords(implied.map((cell) => nameOf(cell)))}).`,
          ],
    rowsAre: 'endpoint',
    columns: [
      { name: 'users', show: asItIs },
      { name: 'mean_s', show: formatSeconds },
      { name: 'mean_low_s', show: formatSeconds },
      { name: 'mean_high_s', show: formatSeconds },
      { name: 'implied_s', show: formatSeconds },
      { name: 'censored', show: asItIs },
      { name: 'p50_s', show: formatSeconds },
      { name: 'p95_s', show: formatSeconds },
      { name: 'p99_s', show: formatSeconds },
      { name: 'service_s', show: formatSeconds },
    ],
    rows: family.lines.flatMap(({ endpoint, run, closed }) =>
      closed.map((cell) => [
        rowName(endpoint, run),
        cell.vus,
        cell.latencySeconds?.mean ?? null,
        cell.intervals.meanSeconds?.low ?? null,
        cell.intervals.meanSeconds?.high ?? null,
        cell.impliedLatencySeconds,
        cell.censored ? 'yes' : 'no',
        cell.latencySeconds?.p50 ?? null,
        cell.latencySeconds?.p95 ?? null,
        cell.latencySeconds?.p99 ?? null,
        cell.serviceSeconds,
      ]),
    ),
    draw: (plot) =>
      levelOptions(plot, {
        size: 'wide',
        drawn,
        scale,
        show: formatSeconds,
        levelsAre: 'users',
        idealAt: 'lowest',
        hollowMark: (text) => `${text} †`,
      }),
  };
}

function pointOf({ endpoint, run }: Line, cell: Cell): Point[] {
  const y = latencyOf(cell);
  if (y === null) return [];
  const observed = cell.latencySeconds;
  const interval = isOfSome(cell) ? null : cell.intervals.meanSeconds;
  const tip = [
    `${rowName(endpoint, run)}, ${users(cell.vus)}`,
    isOfSome(cell)
      ? `${formatSeconds(y)} † implied (observed mean ${formatSeconds(observed?.mean ?? null)})`
      : `mean ${formatSeconds(y)}${intervalInWords(interval, formatSeconds)}`,
    ...quantilesLine(observed),
  ].join('\n');
  return [{ x: cell.vus, y, interval, hollow: isOfSome(cell), tip }];
}

function quantilesLine(observed: Cell['latencySeconds']): string[] {
  const known = (['p50', 'p95', 'p99'] as const).flatMap((quantile) => {
    const seconds = observed?.[quantile] ?? null;
    return seconds === null ? [] : [`${quantile} ${formatSeconds(seconds)}`];
  });
  return known.length === 0 ? [] : [known.join(', ')];
}

function summaryOf({ endpoint, run, closed }: Line): string[] {
  const values = closed.map(
    (cell) => `${formatSeconds(latencyOf(cell))}${isOfSome(cell) ? ' (implied)' : ''} at ${users(cell.vus)}`,
  );
  return values.length === 0 ? [] : [`${rowName(endpoint, run)}: mean latency ${values.join(', ')}.`];
}
