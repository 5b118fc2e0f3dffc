import { users } from '../../../words/in-words.ts';
import { formatSeconds } from '../../quantities.ts';
import type { Chart } from './chart.ts';
import type { Family, Line } from './families.ts';
import { framed } from './frame.ts';
import { endLabel } from './level-lines.ts';
import { logScale } from './scale.ts';
import { rowName } from './throughput.ts';
import { listInWords } from './words.ts';

/** Marked on the axis, and given when pointed at. */
const marked = [0.5, 0.75, 0.9, 0.95, 0.99, 0.995];
const axisTicks = [0, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995];

/** A share of requests as a place on the axis: log(1 / (1 - q)), so that each nine takes as much room as the one before. */
const nines = (share: number): number => -Math.log10(1 - share);

/** Of each endpoint of a family, at its highest level: the latency that a share of its requests stayed within. */
export function quantilesChart(family: Family): Chart | null {
  const drawn = family.lines.flatMap((line) => {
    const trace = line.closedTrace;
    return trace === null || trace.quantiles.length === 0 ? [] : [{ line, trace }];
  });
  if (drawn.length === 0) return null;
  const scale = logScale(drawn.flatMap(({ trace }) => trace.quantiles.map(({ seconds }) => seconds)));
  const last = Math.max(...drawn.map(({ trace }) => trace.quantiles.at(-1)?.share ?? 0));
  const levels = [...new Set(drawn.map(({ trace }) => trace.vus))];

  return {
    title: 'Latency quantiles',
    axis:
      levels.length === 1 ? `at ${users(levels[0] ?? 1)}, log scale` : 'each at its highest level, log scale',
    summary: drawn.map(summaryOf).join(' '),
    notes: [...censoredNote(drawn), ...tooFewNote(family)],
    rowsAre: 'endpoint',
    columns: [
      { name: 'users', show: String },
      { name: 'quantile', show: asPercent },
      { name: 'latency_s', show: formatSeconds },
    ],
    rows: rowsOf(drawn, () => true),
    shown: rowsOf(drawn, (share) => marked.includes(share)),
    draw: (plot) =>
      framed(plot, {
        size: 'wide',
        x: {
          label: '% of the requests took at most so long',
          type: 'linear',
          domain: [0, Math.max(nines(last), nines(0.5))],
          ticks: axisTicks.filter((share) => share <= last).map(nines),
          show: (place) => String(Number((100 * (1 - 10 ** -place)).toFixed(1))),
        },
        y: scale,
        show: formatSeconds,
        labels: drawn.flatMap(({ line, trace }) =>
          endLabel(
            line,
            trace.quantiles.map(({ share, seconds }) => ({ x: nines(share), y: seconds, hollow: false })),
          ),
        ),
        marks: drawn.flatMap(({ line, trace }) => {
          const points = trace.quantiles
            .filter(({ seconds }) => seconds > 0)
            .map(({ share, seconds }) => ({ x: nines(share), y: seconds, share }));
          const shown = points.filter(({ share }) => marked.includes(share));
          return [
            plot.line(points, {
              x: 'x',
              y: 'y',
              stroke: line.paint.colour,
              strokeWidth: 2,
              ...(line.dashed ? { strokeDasharray: '7 4' } : {}),
            }),
            plot.dot(shown, {
              x: 'x',
              y: 'y',
              r: 3,
              symbol: line.paint.symbol,
              fill: line.paint.colour,
              title: ({ share, y }: { share: number; y: number }) =>
                `${rowName(line.endpoint, line.run)}, ${users(trace.vus)}\n${asPercent(share)} within ${formatSeconds(y)}`,
            }),
          ];
        }),
      }),
  };
}

function censoredNote(drawn: readonly Drawn[]): string[] {
  const censored = drawn.filter(({ line }) => line.closed.at(-1)?.censored);
  if (censored.length === 0) return [];
  return [
    `Of the requests that were answered inside the window: for ${listInWords(namesOf(censored.map(({ line }) => line)))} most were not.`,
  ];
}

function tooFewNote({ lines }: Family): string[] {
  const few = lines.filter(({ closedTrace }) => closedTrace !== null && closedTrace.quantiles.length === 0);
  return few.length === 0 ? [] : [`Too few requests to say it of ${listInWords(namesOf(few))}.`];
}

const namesOf = (lines: readonly Line[]): string[] =>
  lines.map(({ endpoint, run }) => rowName(endpoint, run));

interface Drawn {
  readonly line: Line;
  readonly trace: NonNullable<Line['closedTrace']>;
}

function rowsOf(drawn: readonly Drawn[], isWanted: (share: number) => boolean): Chart['rows'] {
  return drawn.flatMap(({ line, trace }) =>
    trace.quantiles
      .filter(({ share }) => isWanted(share))
      .map(({ share, seconds }) => [rowName(line.endpoint, line.run), trace.vus, share, seconds]),
  );
}

function summaryOf({ line, trace }: Drawn): string {
  const values = trace.quantiles
    .filter(({ share }) => marked.includes(share))
    .map(({ share, seconds }) => `${asPercent(share)} within ${formatSeconds(seconds)}`);
  return `${rowName(line.endpoint, line.run)} at ${users(trace.vus)}: ${values.join(', ')}.`;
}

function asPercent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
