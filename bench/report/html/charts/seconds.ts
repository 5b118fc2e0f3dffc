import { median } from '../../../statistics/median.ts';
import { levelInWords } from '../../../words/in-words.ts';
import { formatRate } from '../../quantities.ts';
import { asItIs, type Chart } from './chart.ts';
import type { Line } from './families.ts';
import { framed } from './frame.ts';
import { quiet, shade } from './paint.ts';
import { linearScale } from './scale.ts';
import { rowName } from './throughput.ts';

/** Answers in each second of the trials of an endpoint at its highest level; null where no second was seen. */
export function secondsChart(line: Line): Chart | null {
  const trace = line.closedTrace ?? line.openTrace;
  const trials = (trace?.trials ?? []).filter(({ series }) => series.length > 0);
  if (trace === null || trials.length === 0) return null;
  const medians = mediansOf(trials);
  const end = Math.max(...medians.map(({ x }) => x), trace.warmupSeconds + trace.durationSeconds);
  const cell = (line.closed.length > 0 ? line.closed : line.open).at(-1);
  const most = trials.reduce(
    (top, { series }) => Math.max(top, ...series.map(({ answered }) => answered)),
    0,
  );
  const wanted = cell?.idealThroughputRps ?? null;
  // Far above the answers it would press them flat.
  const ideal = wanted !== null && wanted <= 3 * most ? wanted : null;
  const scale = linearScale([most, ideal ?? 0]);
  const name = rowName(line.endpoint, line.run);
  const level = levelInWords(trace);
  const inside = medians.filter(({ x }) => x > trace.warmupSeconds);

  return {
    title: `${name}, second by second`,
    axis: `answers in each second at ${level}${wanted !== null && ideal === null ? ` (ideal ${formatRate(wanted)})` : ''}`,
    summary: summaryOf(inside, trace.warmupSeconds, trials.length),
    notes: trials.length === 1 ? [] : [`Faint: each of ${trials.length} trials; strong: their median.`],
    rowsAre: 'trial',
    columns: [
      { name: 'second', show: (value) => String(Number(value.toFixed(1))) },
      { name: 'answers', show: formatRate },
    ],
    rows: trials.flatMap(({ trialId, series }) =>
      series.map(({ atSeconds, answered }) => [trialId, atSeconds, answered]),
    ),
    ...(trials.length > 1 ? { shown: medians.map(({ x, y }) => ['median', x, y]) } : {}),
    draw: (plot) =>
      framed(plot, {
        size: 'small',
        x: {
          label: 'seconds since the load began',
          type: 'linear',
          domain: [0, end],
          ticks: 6,
          show: asItIs,
        },
        y: scale,
        show: formatRate,
        labels: ideal === null ? [] : [{ x: end, y: ideal, text: 'ideal', colour: quiet }],
        marks: [
          plot.rect([{ from: 0, to: trace.warmupSeconds }], { x1: 'from', x2: 'to', fill: shade }),
          ...(trace.warmupSeconds > 0
            ? [
                plot.text(['warm-up'], {
                  x: 0,
                  frameAnchor: 'top-left',
                  dy: -11,
                  text: (text: string) => text,
                  fill: quiet,
                  fontSize: 11,
                }),
              ]
            : []),
          ...(ideal === null
            ? []
            : [plot.ruleY([ideal], { stroke: quiet, strokeWidth: 1.2, strokeDasharray: '3 4' })]),
          ...(trials.length === 1
            ? []
            : trials.map(({ series }) =>
                plot.line(series, {
                  x: 'atSeconds',
                  y: 'answered',
                  stroke: line.paint.colour,
                  strokeOpacity: 0.3,
                  strokeWidth: 1,
                }),
              )),
          plot.line(medians, { x: 'x', y: 'y', stroke: line.paint.colour, strokeWidth: 1.8 }),
          plot.dot(medians, {
            x: 'x',
            y: 'y',
            r: 1.6,
            fill: line.paint.colour,
            title: ({ x, y }: { x: number; y: number }) =>
              `${name}, second ${x}${x <= trace.warmupSeconds ? ' (warm-up)' : ''}\n${formatRate(y)} answers`,
          }),
        ],
      }),
  };
}

/** Of every second the median over the trials; snapshots of different trials lie fractions of a second apart. */
function mediansOf(trials: NonNullable<Line['closedTrace']>['trials']): { x: number; y: number }[] {
  const seconds = Map.groupBy(
    trials.flatMap(({ series }) => series),
    ({ atSeconds }) => Math.round(atSeconds),
  );
  return [...seconds]
    .sort(([a], [b]) => a - b)
    .map(([x, all]) => ({ x, y: median(all.map(({ answered }) => answered)) ?? 0 }));
}

function summaryOf(inside: readonly { y: number }[], warmupSeconds: number, trials: number): string {
  const values = inside.map(({ y }) => y);
  const middle = median(values);
  if (middle === null) return 'No second of the measured window was seen.';
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `After ${warmupSeconds} s of warm-up between ${formatRate(least)} and ${formatRate(most)} answers in a second, ${formatRate(middle)} in the middle one, over ${trials === 1 ? '1 trial' : `${trials} trials`}.`;
}
