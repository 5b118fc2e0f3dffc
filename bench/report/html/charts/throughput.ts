import type { Cell } from '@headroom/contract/report.ts';
import { users } from '../../../words/in-words.ts';
import { formatRate } from '../../quantities.ts';
import { asItIs, type Chart } from './chart.ts';
import type { Family, Line } from './families.ts';
import { levelOptions } from './level-chart.ts';
import type { Point } from './level-lines.ts';
import { fits, rateScale } from './scale.ts';
import { intervalInWords, listInWords, nameOf } from './words.ts';

/** Throughput of a family against its users, beside that of a server that never queues; null without a cell. */
export function throughputChart(family: Family): Chart | null {
  const cells = family.lines.flatMap(({ closed }) => closed);
  if (cells.length === 0) return null;
  const scale = rateScale(
    cells.flatMap(({ throughputRps, idealThroughputRps, intervals }) => [
      throughputRps,
      ...(idealThroughputRps === null ? [] : [idealThroughputRps]),
      ...(intervals.throughputRps === null
        ? []
        : [intervals.throughputRps.low, intervals.throughputRps.high].filter((end) => end > 0)),
    ]),
  );
  const drawn = family.lines.map((line) => ({
    line,
    points: line.closed.filter(({ throughputRps }) => fits(scale, throughputRps)).map(pointOf(line)),
    ideals: line.closed.flatMap(({ vus, idealThroughputRps }) =>
      fits(scale, idealThroughputRps) ? [{ x: vus, y: idealThroughputRps }] : [],
    ),
  }));
  const nothing = cells.filter(({ throughputRps }) => !fits(scale, throughputRps));

  return {
    title: 'Throughput',
    axis: `requests per second${scale.type === 'log' ? ', log scale' : ''}`,
    summary: family.lines.flatMap((line) => summaryOf(line)).join(' '),
    notes: [
      ...(nothing.length === 0
        ? []
        : [`Nothing was answered by ${listInWords(nothing.map((cell) => nameOf(cell)))}.`]),
    ],
    rowsAre: 'endpoint',
    columns: [
      { name: 'users', show: asItIs },
      { name: 'throughput_rps', show: formatRate },
      { name: 'low_rps', show: formatRate },
      { name: 'high_rps', show: formatRate },
      { name: 'ideal_rps', show: formatRate },
      { name: 'repeats', show: asItIs },
    ],
    rows: family.lines.flatMap(({ endpoint, run, closed }) =>
      closed.map((cell) => [
        rowName(endpoint, run),
        cell.vus,
        cell.throughputRps,
        cell.intervals.throughputRps?.low ?? null,
        cell.intervals.throughputRps?.high ?? null,
        cell.idealThroughputRps,
        cell.repeats,
      ]),
    ),
    draw: (plot) =>
      levelOptions(plot, {
        size: 'wide',
        drawn,
        scale,
        show: formatRate,
        levelsAre: 'users',
        idealAt: 'highest',
        hollowMark: (text) => text,
      }),
  };
}

/** The name of a row: of two runs, with that of its run. */
export const rowName = (endpoint: string, run: string | null): string =>
  run === null ? endpoint : `${endpoint} (${run})`;

function pointOf({ endpoint, run }: Line): (cell: Cell) => Point {
  return (cell) => {
    const interval = cell.intervals.throughputRps;
    return {
      x: cell.vus,
      y: cell.throughputRps,
      interval,
      hollow: false,
      tip: [
        `${rowName(endpoint, run)}, ${users(cell.vus)}`,
        `${formatRate(cell.throughputRps)} requests/s${intervalInWords(interval, formatRate)}`,
        ...(cell.idealThroughputRps === null ? [] : [`ideal ${formatRate(cell.idealThroughputRps)}`]),
      ].join('\n'),
    };
  };
}

function summaryOf({ endpoint, run, closed }: Line): string[] {
  const values = closed.map(
    ({ vus, throughputRps, idealThroughputRps }) =>
      `${formatRate(throughputRps)} at ${users(vus)}${idealThroughputRps === null ? '' : ` (ideal ${formatRate(idealThroughputRps)})`}`,
  );
  return values.length === 0 ? [] : [`${rowName(endpoint, run)}: ${values.join(', ')} requests per second.`];
}
