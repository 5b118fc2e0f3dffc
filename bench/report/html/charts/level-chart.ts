import type { PlotOptions } from '@observablehq/plot';
import type { Plotter } from './chart.ts';
import { framed, levelAxis, type Size } from './frame.ts';
import { type Drawn, endLabel, idealMarks, lineMarks } from './level-lines.ts';
import { quiet } from './paint.ts';
import { rankedOptions } from './ranked.ts';
import type { Scale } from './scale.ts';

interface LevelChart {
  readonly size: Size;
  readonly drawn: readonly Drawn[];
  readonly scale: Scale;
  readonly show: (value: number) => string;
  /** What the levels are: users, requests sent per second. */
  readonly levelsAre: string;
  /** Which of the ideals at the highest level the word stands beside. */
  readonly idealAt: 'highest' | 'lowest';
  /** How the text beside a hollow point says what hollow means. */
  readonly hollowMark: (text: string) => string;
}

/** Figures of a family against its levels as lines; of a lone level as a list of endpoints, longer being more. */
export function levelOptions(plot: Plotter, chart: LevelChart): PlotOptions {
  const { drawn, size, scale, show, levelsAre, hollowMark } = chart;
  const levels = new Set(drawn.flatMap(({ points, ideals }) => [...points, ...ideals].map(({ x }) => x)));
  if (levels.size <= 1) return rankedOptions(plot, drawn, { ...chart, level: [...levels][0] ?? null });
  return framed(plot, {
    size,
    x: levelAxis([...levels], levelsAre),
    y: scale,
    show,
    labels: [
      ...drawn.flatMap(({ line, points }) => endLabel(line, points, hollowMark)),
      ...idealLabel(chart),
    ],
    marks: [
      ...drawn.flatMap(({ ideals }) => idealMarks(plot, ideals)),
      ...drawn.flatMap(({ line, faint = [] }) => lineMarks(plot, line, faint, { faint: true })),
      ...drawn.flatMap(({ line, points }, i) =>
        lineMarks(plot, line, points, { aside: (i - (drawn.length - 1) / 2) * 4 }),
      ),
    ],
  });
}

function idealLabel({ drawn, idealAt }: LevelChart) {
  const sign = idealAt === 'highest' ? -1 : 1;
  const [end] = drawn
    .flatMap(({ ideals }) => ideals.at(-1) ?? [])
    .sort((a, b) => b.x - a.x || sign * (a.y - b.y));
  return end === undefined ? [] : [{ ...end, text: 'ideal', colour: quiet }];
}
