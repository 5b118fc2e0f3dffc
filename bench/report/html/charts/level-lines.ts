import type { Markish } from '@observablehq/plot';
import type { Plotter } from './chart.ts';
import type { Line } from './families.ts';
import type { Label } from './labels.ts';
import { paper, quiet } from './paint.ts';

/** One value of a line over the levels. */
export interface Point {
  readonly x: number;
  readonly y: number;
  /** What it lies between; null where the trials are too few to say. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** It was not seen but follows from what was: drawn hollow. */
  readonly hollow: boolean;
  readonly tip: string;
}

/** A line with its figures over the levels. */
export interface Drawn {
  readonly line: Line;
  readonly points: readonly Point[];
  /** Of the same, figures that are drawn fainter. */
  readonly faint?: readonly Point[];
  readonly ideals: readonly { readonly x: number; readonly y: number }[];
}

/** A line through its points, each with its interval as a bar. @param aside of the bars, in pixels, so that none hides another */
export function lineMarks(
  plot: Plotter,
  { paint, dashed }: Pick<Line, 'paint' | 'dashed'>,
  points: readonly Point[],
  { faint = false, aside = 0 }: { readonly faint?: boolean; readonly aside?: number } = {},
): Markish[] {
  const bars = points.flatMap(({ x, interval }) => (interval === null ? [] : [{ x, ...interval }]));
  return [
    plot.line(points, {
      x: 'x',
      y: 'y',
      stroke: paint.colour,
      strokeWidth: faint ? 1.2 : 2,
      ...(dashed ? { strokeDasharray: '7 4' } : {}),
    }),
    plot.ruleX(bars, { x: 'x', y1: 'low', y2: 'high', dx: aside, stroke: paint.colour, strokeWidth: 1.5 }),
    plot.dot(points, {
      x: 'x',
      y: 'y',
      symbol: paint.symbol,
      r: faint ? 3 : 4,
      fill: ({ hollow }: Point) => (hollow ? paper : paint.colour),
      fillOpacity: dashed ? 0.4 : 1,
      stroke: paint.colour,
      strokeWidth: 1.5,
      title: 'tip',
    }),
  ];
}

/** What was not reached by any means, but would be by a server that never queues. */
export function idealMarks(plot: Plotter, points: readonly { x: number; y: number }[]): Markish[] {
  return [
    plot.line(points, {
      x: 'x',
      y: 'y',
      stroke: quiet,
      strokeWidth: 1.2,
      strokeDasharray: '3 4',
    }),
  ];
}

/** The name of a line beside its last point; none where it has no point. */
export function endLabel(
  { label, paint }: Line,
  points: readonly Pick<Point, 'x' | 'y' | 'hollow'>[],
  hollowMark = asItIs,
): Label[] {
  const end = points.at(-1);
  if (end === undefined) return [];
  const text = end.hollow && label !== '' ? hollowMark(label) : label;
  return [{ x: end.x, y: end.y, text, colour: paint.colour }];
}

const asItIs = (text: string): string => text;
