/** The upright axis of a chart. */
export interface Scale {
  readonly type: 'log' | 'linear';
  readonly domain: readonly [number, number];
  /** Values to mark; a number where the library is to choose so many. */
  readonly ticks: readonly number[] | number;
}

/** A logarithmic axis from the least to the greatest of the values above zero, at least a factor of four long. */
export function logScale(values: readonly number[]): Scale {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const [least, greatest] = positive.length === 0 ? [1, 1] : [min(positive), max(positive)];
  const stretch = Math.max(1.25, Math.sqrt(4 / (greatest / least)));
  const domain = [least / stretch, greatest * stretch] as const;
  return { type: 'log', domain, ticks: ticksBetween(...domain) };
}

/** Rates from zero on; logarithmic where the least would be lost at the foot of the chart. */
export function rateScale(values: readonly number[]): Scale {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  if (positive.length > 0 && max(positive) / min(positive) > 15) return logScale(positive);
  return linearScale(values);
}

export function linearScale(values: readonly number[]): Scale {
  const greatest = max(values.filter(Number.isFinite));
  return { type: 'linear', domain: [0, greatest > 0 ? greatest * 1.12 : 1], ticks: 4 };
}

/** Powers of ten; over a short range 2 and 5 between them, over a very long one only some. */
function ticksBetween(least: number, greatest: number): number[] {
  const decades = Math.log10(greatest / least);
  const step = Math.max(1, Math.ceil(decades / 6));
  const between = decades < 1.5 ? [1, 2, 5] : decades < 3 ? [1, 3] : [1];
  const first = Math.floor(Math.log10(least));
  const count = Math.ceil(decades / step) + 2;
  return Array.from({ length: count }, (_, i) => first + i * step)
    .flatMap((power) => between.map((digit) => Number(`${digit}e${power}`)))
    .filter((tick) => tick >= least && tick <= greatest);
}

/** Where between the foot (0) and the head (1) of the axis a value lies. */
export function placeOn({ type, domain: [from, to] }: Scale, value: number): number {
  return type === 'log' ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
}

/** The value at that place: the inverse of `placeOn`. */
export function valueAt({ type, domain: [from, to] }: Scale, place: number): number {
  return type === 'log' ? from * (to / from) ** place : from + place * (to - from);
}

/** Whether a value can be drawn: on a logarithmic axis zero cannot. */
export function fits({ type }: Scale, value: number | null): value is number {
  return value !== null && Number.isFinite(value) && (type === 'linear' || value > 0);
}

const min = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const max = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
