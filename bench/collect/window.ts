/** The measured part of a trial, in Unix seconds; its length is the divisor of every rate. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** One reading of a counter. */
export interface Reading {
  readonly atSeconds: number;
  readonly value: number;
}

export function isInside(window: Window, atSeconds: number): boolean {
  return atSeconds >= window.from && atSeconds < window.to;
}

/**
 * How much a counter grew over the window, from readings about a second apart: interpolated at the edges,
 * and scaled up when an edge lies outside the readings. Null when they cover less than half of the window.
 */
export function increaseOver(window: Window, readings: readonly Reading[]): number | null {
  const first = readings[0];
  const last = readings.at(-1);
  if (!first || !last) return null;
  const from = Math.max(window.from, first.atSeconds);
  const to = Math.min(window.to, last.atSeconds);
  const covered = (to - from) / (window.to - window.from);
  if (covered < 0.5) return null;
  return Math.max(0, (valueAt(readings, to) - valueAt(readings, from)) / covered);
}

function valueAt(readings: readonly Reading[], atSeconds: number): number {
  const next = readings.findIndex((reading) => reading.atSeconds >= atSeconds);
  const after = readings[next] as Reading;
  const before = readings[next - 1] ?? after;
  const span = after.atSeconds - before.atSeconds;
  if (span === 0) return after.value;
  return before.value + ((after.value - before.value) * (atSeconds - before.atSeconds)) / span;
}
