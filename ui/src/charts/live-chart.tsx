import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { clock } from '../words/times.ts';
import { alone } from './alone.ts';
import type { ChartSpec } from './chart-spec.ts';

interface Props {
  readonly spec: ChartSpec;
  readonly data: uPlot.AlignedData;
  /** The chart in words. */
  readonly summary: string;
  /** The place in the data that is pointed at; null is the latest. */
  readonly pointedAt: number | null;
  readonly onPoint: (place: number | null) => void;
}

const heightPixels = 170;

/** One picture, drawn again whenever the data, its width or the colours of the page change. */
export function LiveChart({ spec, data, summary, pointedAt, onPoint }: Props) {
  const plot = useRef<uPlot | null>(null);
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const drawn = new uPlot(optionsOf(spec, element.clientWidth, onPoint), emptyOf(spec), element);
    plot.current = drawn;
    const resized = new ResizeObserver(() => {
      drawn.setSize({ width: element.clientWidth, height: heightPixels });
    });
    resized.observe(element);
    const redraw = () => drawn.redraw(false);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', redraw);
    return () => {
      dark.removeEventListener('change', redraw);
      resized.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [spec, onPoint]);

  useEffect(() => plot.current?.setData(data), [data]);

  const shown = pointedAt ?? data[0].length - 1;
  return (
    <figure className={spec.isWide ? 'chart wide' : 'chart'}>
      <figcaption>
        <h3>{spec.title}</h3>
        <p>{spec.axis}</p>
        <ul className="legend">
          {spec.lines.map((line, i) => (
            <li key={line.name}>
              <svg width="22" height="8" aria-hidden="true">
                <line
                  x1="0"
                  y1="4"
                  x2="22"
                  y2="4"
                  strokeWidth="2.5"
                  strokeDasharray={line.dash?.join(' ')}
                  style={{ stroke: `var(${line.colour})` }}
                />
              </svg>
              {line.name} <b>{spec.show(data[i + 1]?.[shown] ?? null)}</b>
            </li>
          ))}
        </ul>
      </figcaption>
      <div className="plot" ref={place} role="img" aria-label={summary} />
    </figure>
  );
}

const emptyOf = ({ lines }: ChartSpec): uPlot.AlignedData => [[], ...lines.map(() => [])];

function optionsOf(spec: ChartSpec, width: number, onPoint: Props['onPoint']): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: () => colour('--quiet'),
    font: '11px system-ui, sans-serif',
    grid: { stroke: () => colour('--shade'), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: heightPixels,
    padding: [8, 22, bottomPadding, 0],
    legend: { show: false },
    cursor: {
      // One second is pointed at in all charts; there is nothing to zoom into while they grow.
      sync: { key: 'seconds' },
      drag: { x: false, y: false },
      y: false,
      points: { size: 6 },
    },
    hooks: { setCursor: [(self) => onPoint(self.cursor.idx ?? null)] },
    scales: {
      x: { time: false },
      y: { range: (_, __, high) => [0, roomAbove(high)] },
    },
    axes: [
      { ...axis, size: 26, space: 60, incrs: timeSteps, values: (_, ticks) => ticks.map(clock) },
      {
        ...axis,
        size: 62,
        gap: 4,
        space: 30,
        ...(spec.isWhole ? { incrs: wholeSteps } : {}),
        values: (_, ticks) => ticks.map((tick) => tickOf(spec, tick)),
      },
    ],
    series: [
      {},
      ...spec.lines.map(
        (line): uPlot.Series => ({
          label: line.name,
          stroke: () => colour(line.colour),
          width: 1.75,
          ...(line.dash ? { dash: [...line.dash] } : {}),
          // A pixel more to both sides, else a stub of the line across a gap is seen.
          gaps: (_, __, ___, ____, gaps) => gaps.map(([from, to]) => [from - 1, to + 1]),
          points: {
            show: true,
            filter: (self, i) => alone(self.data[i] ?? []),
            size: 5,
            width: 0,
            fill: () => colour(line.colour),
          },
        }),
      ),
    ],
  };
}

/** Without a second there is no axis below, and nothing holds the lower half of the zero. */
function bottomPadding({ data }: Partial<uPlot>): number {
  // uPlot asks for it before it has taken its data.
  return data?.[0].length ? 0 : 8;
}

const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** A scale that begins at zero, and has some room where nothing but zeros was seen. */
const roomAbove = (high: number | null): number => (high === null || high <= 0 ? 1 : high * 1.08);

/** An axis needs fewer digits than a figure. */
const tickOf = ({ show }: ChartSpec, tick: number): string =>
  tick === 0
    ? '0'
    : show(tick)
        .replace(/(\.\d*?)0+(?=\D|$)/, '$1')
        .replace(/\.(?=\D|$)/, '');

const colour = (property: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(property).trim();
