import type { PlotOptions } from '@observablehq/plot';
import type { Plotter } from './chart.ts';
import { fontSize, type Size, shortTick, widthOf } from './frame.ts';
import type { Drawn, Point } from './level-lines.ts';
import { paper, quiet, shade } from './paint.ts';
import type { Scale } from './scale.ts';

interface Options {
  readonly size: Size;
  readonly scale: Scale;
  readonly show: (value: number) => string;
  readonly levelsAre: string;
  readonly level: number | null;
  readonly hollowMark: (text: string) => string;
}

interface Row extends Point {
  readonly row: number;
  readonly drawn: Drawn;
}

/** A row for each endpoint with its figure at the only level that there is; a tick marks its ideal. */
export function rankedOptions(
  plot: Plotter,
  all: readonly Drawn[],
  { size, scale, show, levelsAre, level, hollowMark }: Options,
): PlotOptions {
  const drawn = all.filter(({ points, ideals }) => points.length + ideals.length > 0);
  const rows = (pick: (one: Drawn) => readonly Point[]): Row[] =>
    drawn.flatMap((one, row) => pick(one).map((point) => ({ ...point, row, drawn: one })));
  const points = rows(({ points }) => points);
  const ideals = drawn.flatMap(({ ideals }, row) => ideals.map(({ y }) => ({ y, row })));
  const names = drawn.map(({ line }) =>
    line.label === '' ? (line.endpoint.split('?')[0] ?? '') : line.label,
  );
  const longest = Math.max(...names.map((name) => name.length));
  const ticks = typeof scale.ticks === 'number' ? scale.ticks : thin(scale.ticks, size);
  return {
    width: widthOf(size),
    height: 62 + 34 * drawn.length,
    marginTop: 10,
    marginBottom: 38,
    marginLeft: Math.min(150, 14 + longest * 7),
    marginRight: 62,
    x: { type: scale.type, domain: [...scale.domain], clamp: true },
    y: { axis: null, type: 'band', domain: drawn.map((_, row) => row), padding: 0.45 },
    marks: [
      plot.gridX({ ticks: ticks as never, stroke: shade, strokeOpacity: 1 }),
      plot.axisX({
        ticks: ticks as never,
        tickFormat: (value: number) => shortTick(show(value)),
        tickSize: 4,
        label: level === null ? null : `at ${level} ${level === 1 ? levelsAre.replace(/s$/, '') : levelsAre}`,
        labelAnchor: 'center',
        labelArrow: 'none',
        labelOffset: 34,
        fontSize,
        color: quiet,
      }),
      plot.text(names, {
        x: () => scale.domain[0],
        y: (_: string, row: number) => row,
        text: (name: string) => name,
        fill: (_: string, row: number) => drawn[row]?.line.paint.colour ?? quiet,
        textAnchor: 'end',
        dx: -8,
        fontSize,
        fontWeight: 600,
      }),
      plot.ruleY(points, {
        y: 'row',
        x1: () => scale.domain[0],
        // From a foot that is no zero, length would say nothing.
        x2: scale.type === 'linear' ? 'y' : () => scale.domain[1],
        stroke: ({ drawn: { line } }: Row) => (scale.type === 'linear' ? line.paint.colour : shade),
        strokeWidth: 1.5,
      }),
      plot.tickX(ideals, { x: 'y', y: 'row', stroke: quiet, strokeWidth: 2 }),
      plot.text(ideals.slice(0, 1), {
        x: 'y',
        y: 'row',
        text: () => 'ideal',
        dy: -15,
        fill: quiet,
        fontSize: 11,
      }),
      plot.ruleY(
        points.filter(({ interval }) => interval !== null),
        {
          y: 'row',
          x1: ({ interval }: Row) => interval?.low,
          x2: ({ interval }: Row) => interval?.high,
          stroke: ({ drawn: { line } }: Row) => line.paint.colour,
          strokeWidth: 4,
          strokeOpacity: 0.6,
        },
      ),
      ...[rows(({ faint = [] }) => faint), points].map((some, strong) =>
        some.map((row) =>
          plot.dot([row], {
            x: 'y',
            y: 'row',
            r: strong ? 5 : 3,
            symbol: row.drawn.line.paint.symbol,
            stroke: row.drawn.line.paint.colour,
            fill: row.hollow ? paper : row.drawn.line.paint.colour,
            fillOpacity: row.drawn.line.dashed ? 0.4 : 1,
            title: 'tip',
          }),
        ),
      ),
      plot.text(points, {
        x: 'y',
        y: 'row',
        text: ({ y, hollow }: Row) => (hollow ? hollowMark(show(y)) : show(y)),
        dx: 10,
        textAnchor: 'start',
        fill: 'currentColor',
        fontSize,
      }),
    ],
  };
}

/** Figures beside one another need more room than above one another. */
function thin(ticks: readonly number[], size: Size): readonly number[] {
  const step = Math.ceil(ticks.length / (size === 'wide' ? 4 : 2));
  return ticks.filter((_, i) => i % step === 0);
}
