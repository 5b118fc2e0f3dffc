import type { Second } from '@headroom/contract/records.ts';

/**
 * Whether throughput was still changing inside the window: its halves differ by more than a fifth of their
 * mean and by more than four standard deviations of a Poisson count. Null below 8 whole seconds.
 */
export function isDrifting(
  series: readonly Second[],
  fromSeconds: number,
  toSeconds: number,
): boolean | null {
  const inside = series.filter(
    ({ atSeconds }) => atSeconds > fromSeconds + 0.5 && atSeconds <= toSeconds + 0.5,
  );
  const half = inside.length >> 1;
  if (half < 4) return null;
  const sum = (seconds: readonly Second[]) => seconds.reduce((total, { answered }) => total + answered, 0);
  const early = sum(inside.slice(0, half));
  const late = sum(inside.slice(-half));
  const difference = Math.abs(early - late);
  return difference > 0.1 * (early + late) && difference > 4 * Math.sqrt(early + late);
}
