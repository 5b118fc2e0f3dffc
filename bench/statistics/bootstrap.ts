import { type Interval, confidence as usualConfidence } from '@headroom/contract/interval.ts';
import { quantileSorted } from 'simple-statistics';
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
  const drawn = Float64Array.from({ length: resamples }, () => draw(random)).sort();
  const tail = (1 - confidence) / 2;
  const values = Array.from(drawn);
  return { low: quantileSorted(values, tail), high: quantileSorted(values, 1 - tail) };
}

/** A function that resamples the values once and gives the median of what it drew. */
export function medianResampler(values: readonly number[]): (random: () => number) => number {
  const sorted = Float64Array.from(values).sort();
  const times = new Uint32Array(sorted.length);
  return (random) => {
    times.fill(0);
    for (let i = 0; i < sorted.length; i++) {
      const place = Math.floor(random() * sorted.length);
      times[place] = (times[place] as number) + 1;
    }
    return medianOfTimes(sorted, times);
  };
}

/**
 * A function that resamples rounds once and gives the medians of both sides over the rounds that it drew.
 * Values at the same place are of the same round; both sides have as many.
 */
export function medianPairResampler(
  first: readonly number[],
  second: readonly number[],
): (random: () => number) => readonly [number, number] {
  const sides = [first, second].map((values) => {
    const order = values.map((_, round) => round).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
    const places = new Uint32Array(values.length);
    for (const [place, round] of order.entries()) places[round] = place;
    return { places, sorted: Float64Array.from(values).sort(), times: new Uint32Array(values.length) };
  });
  return (random) => {
    for (const { times } of sides) times.fill(0);
    for (let i = 0; i < first.length; i++) {
      const round = Math.floor(random() * first.length);
      for (const { places, times } of sides) {
        const place = places[round] as number;
        times[place] = (times[place] as number) + 1;
      }
    }
    const [one, other] = sides.map(({ sorted, times }) => medianOfTimes(sorted, times));
    return [one as number, other as number];
  };
}

/** The median of a sample with each of the ascending values so many times, as many in all as there are. */
function medianOfTimes(sorted: Float64Array, times: Uint32Array): number {
  const lower = (sorted.length + 1) >> 1;
  const upper = (sorted.length + 2) >> 1;
  let seen = 0;
  let place = -1;
  while (seen < lower) seen += times[++place] as number;
  const low = sorted[place] as number;
  while (seen < upper) seen += times[++place] as number;
  return (low + (sorted[place] as number)) / 2;
}
