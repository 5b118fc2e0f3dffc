import { type Interval, confidence as usualConfidence } from '@headroom/contract/interval.ts';
import { quantile } from 'simple-statistics';
import { seededRandom } from '../random/seeded-random.ts';

const resamples = 4_000;

/**
 * The percentile interval of a statistic over seeded resamples (Efron & Tibshirani, An Introduction to the
 * Bootstrap, 1993, chapter 13). `draw` gives the statistic of one resample.
 */
export function bootstrapInterval(
  draw: (random: () => number) => number,
  seed: number,
  confidence = usualConfidence,
): Interval {
  const random = seededRandom(seed);
  const drawn: number[] = [];
  for (let i = 0; i < resamples; i++) drawn.push(draw(random));
  const tail = (1 - confidence) / 2;
  return { low: quantile(drawn, tail), high: quantile(drawn, 1 - tail) };
}

/** Draws as many places as there are values, with replacement, and writes them into `places`. */
export function drawPlaces(places: Uint32Array, random: () => number): void {
  for (let i = 0; i < places.length; i++) places[i] = Math.floor(random() * places.length);
}

/** A function that gives the median of the values at so many places as there are values, any of them repeated. */
export function medianAtPlaces(values: readonly number[]): (places: Uint32Array) => number {
  const order = values.map((_, place) => place).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const sorted = Float64Array.from(values).sort();
  const ranks = new Uint32Array(values.length);
  for (const [rank, place] of order.entries()) ranks[place] = rank;
  const times = new Uint32Array(values.length);
  const lower = (values.length + 1) >> 1;
  const upper = (values.length + 2) >> 1;
  // Counting how often each rank was drawn finds the middle without sorting every resample.
  return (places) => {
    times.fill(0);
    for (let i = 0; i < places.length; i++) {
      const rank = ranks[places[i] as number] as number;
      times[rank] = (times[rank] as number) + 1;
    }
    let seen = 0;
    let rank = -1;
    while (seen < lower) seen += times[++rank] as number;
    const low = sorted[rank] as number;
    while (seen < upper) seen += times[++rank] as number;
    return (low + (sorted[rank] as number)) / 2;
  };
}
