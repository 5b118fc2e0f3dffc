import { FieldType } from '@grafana/data';
import { useEffect, useRef } from 'react';
import type { Drawing } from './drawing.ts';

interface Cell {
  readonly time: number;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A simple picture of our own: Grafana's heatmap is not in its libraries. Its colours and axes are not Grafana's. */
export function drawHeatmap(drawing: Drawing) {
  return <Heatmap {...drawing} />;
}

function Heatmap({ frames, span, width, height, theme }: Drawing) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const cells = frames.flatMap(cellsOf).filter(({ count }) => count > 0);
  const low = Math.min(...cells.map(({ from }) => from).filter((from) => from > 0));
  const high = Math.max(...cells.map(({ to }) => to));
  const most = Math.max(...cells.map(({ count }) => count));
  useEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (!pen) return;
    const x = (time: number): number => ((time / 1000 - span.from) / (span.to - span.from)) * width;
    const y = (value: number): number =>
      (1 - Math.log(Math.max(value, low) / low) / Math.log(high / low)) * (height - 20);
    const times = [...new Set(cells.map(({ time }) => time))].sort((a, b) => a - b);
    const step = Math.min(...times.slice(1).map((time, i) => time - (times[i] ?? 0)), span.to * 1000);
    pen.clearRect(0, 0, width, height);
    pen.fillStyle = theme.visualization.getColorByName('orange');
    for (const { time, from, to, count } of cells) {
      pen.globalAlpha = 0.15 + (0.85 * count) / most;
      pen.fillRect(
        x(time - step),
        y(to),
        Math.max(1, x(time) - x(time - step)),
        Math.max(1, y(from) - y(to)),
      );
    }
    pen.globalAlpha = 1;
    pen.fillStyle = theme.colors.text.secondary;
    pen.fillText(
      `stand-in for Grafana's heatmap; ${low.toPrecision(2)} to ${high.toPrecision(2)}, logarithmic`,
      4,
      height - 5,
    );
  });
  return <canvas ref={canvas} width={width} height={height} />;
}

/** Of a native histogram, or of buckets as series that are named by their upper bounds. */
function cellsOf({ fields, meta, length }: Drawing['frames'][number]): Cell[] {
  const valuesOf = (name: string): number[] => fields.find((field) => field.name === name)?.values ?? [];
  if (String(meta?.type) === 'heatmap-cells') {
    const [time, from, to, count] = ['xMax', 'yMin', 'yMax', 'count'].map(valuesOf);
    return Array.from({ length }, (_, i) => ({
      time: time?.[i] ?? 0,
      from: from?.[i] ?? 0,
      to: to?.[i] ?? 0,
      count: count?.[i] ?? 0,
    }));
  }
  const times = fields.find(({ type }) => type === FieldType.time)?.values ?? [];
  return fields
    .filter(({ type }) => type === FieldType.number)
    .flatMap(({ values, labels }) =>
      values.map((count, i) => ({
        time: times[i],
        from: Number(labels?.le) / 1.1,
        to: Number(labels?.le),
        count,
      })),
    );
}
