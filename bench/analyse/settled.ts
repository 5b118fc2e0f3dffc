import type { MeasuredRecord, Second } from '@headroom/contract/records.ts';
import type { Cell } from '@headroom/contract/report.ts';
import { steadiness } from '../statistics/steady-state.ts';

/**
 * Whether throughput was still changing inside the window: its halves differ by more than a fifth of their
 * mean and by more than four standard deviations of a Poisson count. Null below 8 whole seconds.
 */
export function isDrifting(
  series: readonly Second[],
  fromSeconds: number,
  toSeconds: number,
): boolean | null {
  const inside = secondsInside(series, fromSeconds, toSeconds);
  const half = inside.length >> 1;
  if (half < 4) return null;
  const sum = (seconds: readonly Second[]) => seconds.reduce((total, { answered }) => total + answered, 0);
  const early = sum(inside.slice(0, half));
  const late = sum(inside.slice(-half));
  const difference = Math.abs(early - late);
  return difference > 0.1 * (early + late) && difference > 4 * Math.sqrt(early + late);
}

/** Whether most windows of a cell were in steady state, those too short to tell left out. */
export function steadinessOf(records: readonly MeasuredRecord[]): Cell['steadiness'] {
  const told = records
    .map(({ series, trial: { warmupSeconds, durationSeconds } }) =>
      steadiness(
        secondsInside(series, warmupSeconds, warmupSeconds + durationSeconds).map(({ answered }) => answered),
      ),
    )
    .filter((one) => one !== 'not-assessed');
  if (told.length === 0) return 'not-assessed';
  return told.filter((one) => one === 'unsteady').length > told.length / 2 ? 'unsteady' : 'steady';
}

/** The whole seconds of a window; its edges fall between two. */
function secondsInside(series: readonly Second[], fromSeconds: number, toSeconds: number): Second[] {
  return series.filter(({ atSeconds }) => atSeconds > fromSeconds + 0.5 && atSeconds <= toSeconds + 0.5);
}
