import type { Bounded, Cell } from '@headroom/contract/report.ts';
import { users } from '../../../words/in-words.ts';
import { formatSeconds } from '../../quantities.ts';
import { asItIs, type Chart } from './chart.ts';
import type { Family, Line } from './families.ts';
import { levelOptions } from './level-chart.ts';
import type { Point } from './level-lines.ts';
import { fits, logScale } from './scale.ts';
import { rowName } from './throughput.ts';

/** How long others wait for a route that does nothing, beside the load of each endpoint; null where nobody did. */
export function bystandersChart(family: Family): Chart | null {
  const watched = family.lines.flatMap((line) =>
    line.closed.flatMap((cell) => (cell.bystander === null ? [] : [{ line, cell, seen: cell.bystander }])),
  );
  const values = watched.flatMap(({ seen }) => [seen.p50Seconds?.value ?? 0, seen.p95Seconds?.value ?? 0]);
  if (!values.some((value) => value > 0)) return null;
  const scale = logScale(values);
  const drawn = family.lines.map((line) => ({
    line,
    points: pointsOf(line, 'p50').filter(({ y }) => fits(scale, y)),
    faint: pointsOf(line, 'p95').filter(({ y }) => fits(scale, y)),
    ideals: [],
  }));
  const bounded = drawn.some(({ points, faint }) => [...points, ...faint].some(({ hollow }) => hollow));

  const hasSlow = drawn.some(({ faint }) => faint.length > 0);

  return {
    title: 'What others wait',
    axis: `for a route that does nothing: median${hasSlow ? ' strong, p95 faint' : ''}, log scale`,
    summary: watched
      .map(
        ({ line, cell, seen }) =>
          `${rowName(line.endpoint, line.run)} at ${users(cell.vus)}: median ${atLeast(seen.p50Seconds)}, p95 ${atLeast(seen.p95Seconds)}.`,
      )
      .join(' '),
    notes: bounded ? ['Hollow: at least so long, for some were never answered.'] : [],
    rowsAre: 'endpoint',
    columns: [
      { name: 'users', show: asItIs },
      { name: 'p50_s', show: formatSeconds },
      { name: 'p50_is', show: asItIs },
      { name: 'p95_s', show: formatSeconds },
      { name: 'p95_is', show: asItIs },
      { name: 'sent', show: asItIs },
      { name: 'unanswered', show: asItIs },
      { name: 'failed', show: asItIs },
    ],
    rows: watched.map(({ line, cell, seen }) => [
      rowName(line.endpoint, line.run),
      cell.vus,
      seen.p50Seconds?.value ?? null,
      boundOf(seen.p50Seconds),
      seen.p95Seconds?.value ?? null,
      boundOf(seen.p95Seconds),
      seen.sent,
      seen.unanswered,
      seen.failed,
    ]),
    draw: (plot) =>
      levelOptions(plot, {
        size: 'small',
        drawn,
        scale,
        show: formatSeconds,
        levelsAre: 'users',
        idealAt: 'lowest',
        hollowMark: (text) => `≥ ${text}`,
      }),
  };
}

function pointsOf({ endpoint, run, closed }: Line, quantile: 'p50' | 'p95'): Point[] {
  return closed.flatMap((cell: Cell) => {
    const figure = cell.bystander?.[`${quantile}Seconds`] ?? null;
    if (figure === null) return [];
    return [
      {
        x: cell.vus,
        y: figure.value,
        interval: null,
        hollow: figure.bound === 'lower',
        tip: `beside ${rowName(endpoint, run)}, ${users(cell.vus)}\n${quantile === 'p50' ? 'median' : 'p95'} ${atLeast(figure)}`,
      },
    ];
  });
}

function atLeast(figure: Bounded | null): string {
  if (figure === null) return 'unknown';
  return `${figure.bound === 'lower' ? 'at least ' : ''}${formatSeconds(figure.value)}`;
}

const boundOf = (figure: Bounded | null): string | null =>
  figure === null ? null : figure.bound === 'lower' ? 'at least' : 'estimate';
