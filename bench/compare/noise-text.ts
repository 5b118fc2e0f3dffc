import { comparedMetrics } from '@headroom/contract/comparison.ts';
import type { NoiseFloor } from '@headroom/contract/noise-floor.ts';
import { formatShare } from '../report/quantities.ts';
import { terminalSection } from '../report/render.ts';
import { metrics } from './metrics.ts';

/** What a machine cannot tell apart, for a terminal. */
export function noiseFloorText({ shares, cells, repeats, runs }: NoiseFloor): string {
  const body = comparedMetrics.flatMap((metric) => {
    const share = shares[metric];
    if (share === undefined) return [];
    const own = cells.map((cell) => formatShare(cell.shares[metric] ?? null));
    return [[metrics[metric].title, formatShare(share), ...own]];
  });
  const head = ['figure', 'floor', ...cells.map(({ cell }) => cell)];
  return terminalSection({
    heading: 'What this machine cannot tell from no difference',
    table: { rows: [head, ...body], right: head.map((_, i) => i).slice(1) },
    lines: [
      `By ${runs.base} and ${runs.head}, the same build measured in turn, ${repeats} ${repeats === 1 ? 'repeat' : 'repeats'} each: of all ways to give these trials to the two, 95 % show a smaller difference of the medians.`,
    ],
  });
}
