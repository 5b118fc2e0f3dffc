import type { LiveSecond } from '@headroom/contract/live.ts';
import type { ChartSpec } from './chart-spec.ts';

/** A chart in words, for who cannot see it: of each line the latest value, and between what it lay. */
export function summaryOf({ title, axis, lines, show }: ChartSpec, seconds: readonly LiveSecond[]): string {
  const parts = lines.map(({ name, of }) => {
    const values = seconds.map(of).filter((value) => value !== null);
    const last = values.at(-1);
    if (last === undefined) return `${name}: nothing yet`;
    const [low, high] = values.reduce(([l, h], v) => [Math.min(l, v), Math.max(h, v)], [last, last]);
    return `${name}: ${show(last)} of late, from ${show(low)} to ${show(high)}`;
  });
  return `${title}, ${axis}. ${parts.join('; ')}.`;
}
