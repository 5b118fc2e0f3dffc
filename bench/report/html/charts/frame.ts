import type { Markish, PlotOptions } from '@observablehq/plot';
import type { Plotter } from './chart.ts';
import { type Label, spreadLabels } from './labels.ts';
import { quiet, shade } from './paint.ts';
import type { Scale } from './scale.ts';

/** Wide charts stand three beside one another on a wide page, small ones four. */
export type Size = 'wide' | 'small';
const sizes = { wide: { width: 400, height: 250 }, small: { width: 300, height: 190 } } as const;
export const widthOf = (size: Size): number => sizes[size].width;
export const fontSize = 12;
const marginTop = 12;
const marginBottom = 38;

interface Frame {
  readonly size: Size;
  readonly x: {
    readonly label: string;
    readonly type: 'log' | 'linear';
    readonly domain: readonly [number, number];
    readonly ticks: readonly number[] | number;
    readonly show: (value: number) => string;
  };
  readonly y: Scale;
  readonly show: (value: number) => string;
  readonly labels: readonly Label[];
  readonly marks: readonly Markish[];
}

/** What all charts share: size, axes, a faint grid, and labels at the ends of lines that keep apart. */
export function framed(plot: Plotter, { size, x, y, show, labels, marks }: Frame): PlotOptions {
  const { width, height } = sizes[size];
  const inner = height - marginTop - marginBottom;
  const apart = spreadLabels(labels, y, (fontSize + 2) / inner);
  const longest = apart.reduce((most, { text }) => Math.max(most, text.length), 0);
  const ticksY = Array.isArray(y.ticks) ? [...y.ticks] : (y.ticks as number);
  const ticksX = Array.isArray(x.ticks) ? [...x.ticks] : (x.ticks as number);
  return {
    width,
    height,
    marginTop,
    marginBottom,
    marginLeft: 58,
    marginRight: Math.min(130, longest === 0 ? 16 : 16 + longest * 6.8),
    x: { type: x.type, domain: x.domain as [number, number] },
    y: { type: y.type, domain: y.domain as [number, number], clamp: true },
    marks: [
      plot.gridY({ ticks: ticksY as never, stroke: shade, strokeOpacity: 1 }),
      plot.axisX({
        ticks: ticksX as never,
        tickFormat: (value: number) => shortTick(x.show(value)),
        tickSize: 4,
        label: x.label,
        labelAnchor: 'center',
        labelArrow: 'none',
        labelOffset: 34,
        fontSize,
        color: quiet,
      }),
      plot.axisY({
        ticks: ticksY as never,
        tickFormat: (value: number) => shortTick(show(value)),
        tickSize: 0,
        label: null,
        fontSize,
        color: quiet,
      }),
      ...marks,
      plot.text(apart, {
        x: 'x',
        y: 'y',
        text: 'text',
        fill: 'colour',
        dx: 9,
        textAnchor: 'start',
        fontSize,
        fontWeight: 600,
      }),
    ],
  };
}

/** The levels of a chart as its x axis; a lone one stands in the middle. */
export function levelAxis(levels: readonly number[], label: string): Frame['x'] {
  const sorted = [...new Set(levels)].sort((a, b) => a - b);
  const [least, greatest] = [sorted[0] ?? 1, sorted.at(-1) ?? 1];
  const lone = least === greatest;
  return {
    label,
    type: 'log',
    domain: lone ? [least / 2, greatest * 2] : [least / 1.08, greatest * 1.02],
    ticks: readable(sorted),
    show: String,
  };
}

/** Leaves levels unmarked whose numbers would run into one another. */
function readable(sorted: readonly number[]): number[] {
  const [least = 1, greatest = 1] = [sorted[0], sorted.at(-1)];
  const room = Math.log(greatest / least) / 11;
  const kept: number[] = [];
  for (const level of [...sorted].reverse()) {
    const right = kept[0];
    if (right === undefined || Math.log(right / level) >= room) kept.unshift(level);
  }
  return kept;
}

/** A mark of an axis is a round number and needs no zeros behind the point. */
export function shortTick(text: string): string {
  return text.replace(/(\.\d*?)0+(?=\D|$)/, '$1').replace(/\.(?=\D|$)/, '');
}
