import type { Cell } from '@headroom/contract/report.ts';
import { loadOf } from '../../../model/level.ts';
import { formatRate, formatSeconds } from '../../quantities.ts';
import { asItIs, type Chart } from './chart.ts';
import type { Family } from './families.ts';
import { levelOptions } from './level-chart.ts';
import { fits, logScale, rateScale } from './scale.ts';
import { rowName } from './throughput.ts';
import { intervalInWords } from './words.ts';

/** What was answered against what was sent, whatever was answered (the open model); null without such a cell. */
export function answeredChart(family: Family): Chart | null {
  const cells = family.lines.flatMap(({ open }) => open);
  if (cells.length === 0) return null;
  const rates = cells.map(loadOf);
  const scale = rateScale([...rates, ...cells.map(({ throughputRps }) => throughputRps)]);
  const drawn = family.lines.map((line) => ({
    line,
    points: line.open
      .filter(({ throughputRps }) => fits(scale, throughputRps))
      .map((cell) => ({
        x: loadOf(cell),
        y: cell.throughputRps,
        interval: cell.intervals.throughputRps,
        hollow: false,
        tip: `${rowName(line.endpoint, line.run)}, ${loadOf(cell)} sent a second\n${formatRate(cell.throughputRps)} answered${intervalInWords(cell.intervals.throughputRps, formatRate)}`,
      })),
    ideals: line.open.map((cell) => ({ x: loadOf(cell), y: loadOf(cell) })),
  }));
  return {
    title: 'Answered of what was sent',
    axis: `answers per second${scale.type === 'log' ? ', log scale' : ''}`,
    summary: cells
      .map(
        (cell) =>
          `${cell.endpoint}: ${formatRate(cell.throughputRps)} answered of ${loadOf(cell)} sent a second.`,
      )
      .join(' '),
    notes: ['Requests are sent at a constant rate, whatever is answered: the same load for each.'],
    ...tableOf(family),
    draw: (plot) => levelOptions(plot, { ...ofRates, drawn, scale, show: formatRate, idealAt: 'highest' }),
  };
}

/** The 95th percentile of latency against what was sent; the median where the trials are too short for it. */
export function openLatencyChart(family: Family): Chart | null {
  const cells = family.lines.flatMap(({ open }) => open);
  const known = cells.flatMap((cell) => slowest(cell)?.seconds ?? []);
  if (known.length === 0) return null;
  const scale = logScale(known);
  const drawn = family.lines.map((line) => ({
    line,
    points: line.open.flatMap((cell) => {
      const figure = slowest(cell);
      if (figure === null || !fits(scale, figure.seconds)) return [];
      const tip = `${rowName(line.endpoint, line.run)}, ${loadOf(cell)} sent a second\n${figure.name} ${cell.censored ? '≥ ' : ''}${formatSeconds(figure.seconds)}`;
      return [{ x: loadOf(cell), y: figure.seconds, interval: null, hollow: cell.censored, tip }];
    }),
    ideals: [],
  }));
  return {
    title: 'Latency at a constant rate',
    axis: 'p95 (where it is not known, the median), log scale',
    summary: cells
      .flatMap((cell) => {
        const figure = slowest(cell);
        return figure === null
          ? []
          : [
              `${cell.endpoint} at ${loadOf(cell)} sent a second: ${figure.name} ${cell.censored ? 'at least ' : ''}${formatSeconds(figure.seconds)}.`,
            ];
      })
      .join(' '),
    notes: cells.some(({ censored }) => censored)
      ? ['Hollow: of the answered ones only; the others waited longer.']
      : [],
    ...tableOf(family),
    draw: (plot) => levelOptions(plot, { ...ofRates, drawn, scale, show: formatSeconds, idealAt: 'lowest' }),
  };
}

function slowest({ latencySeconds }: Cell): { name: string; seconds: number } | null {
  if (latencySeconds === null) return null;
  if (latencySeconds.p95 !== null) return { name: 'p95', seconds: latencySeconds.p95 };
  return latencySeconds.p50 === null ? null : { name: 'median', seconds: latencySeconds.p50 };
}

/** How all charts against a rate are drawn. */
const ofRates = {
  size: 'wide',
  levelsAre: 'requests sent per second',
  hollowMark: (text: string) => `≥ ${text}`,
} as const;

const tableOf = (family: Family) => ({ rowsAre: 'endpoint', columns, rows: rowsOf(family) });

const columns: Chart['columns'] = [
  { name: 'sent_rps', show: asItIs },
  { name: 'answered_rps', show: formatRate },
  { name: 'p50_s', show: formatSeconds },
  { name: 'p95_s', show: formatSeconds },
  { name: 'p99_s', show: formatSeconds },
  { name: 'in_flight_at_end', show: asItIs },
];

function rowsOf(family: Family): Chart['rows'] {
  return family.lines.flatMap(({ endpoint, run, open }) =>
    open.map((cell) => [
      rowName(endpoint, run),
      loadOf(cell),
      cell.throughputRps,
      cell.latencySeconds?.p50 ?? null,
      cell.latencySeconds?.p95 ?? null,
      cell.latencySeconds?.p99 ?? null,
      cell.inFlightAtCutoff,
    ]),
  );
}
