import { type Interval, confidence as usualConfidence } from '@headroom/contract/interval.ts';
import type { Block } from './blocks.ts';
import { bootstrapInterval, drawPlaces, medianAtPlaces } from './bootstrap.ts';
import { repeatsForInterval } from './median-interval.ts';

/**
 * What the ratio of medians, head over base, lies between, by a seeded bootstrap; null below 6 values a side
 * (at 95 %), or where bases of zero leave an end without a value. Two runs apart, one block, are resampled side by side; of
 * a run in turns, several blocks, whole rounds are, so that what drifts falls on both sides alike. To resample
 * within blocks of two would know only two values of each, and covers 78 to 86 %.
 *
 * True ratios covered at 95 % by 6, 10, 12 and 20 values with 5 % noise: apart 96, 97, 96, 96 %, in turns 94,
 * 96, 96, 97 %, with 10 % drift over the run 93, 96, 97, 97 % (bench/benchmarks/error-rates.ts); the drift
 * would make intervals by sides an eighth to a quarter wider.
 */
export function ratioInterval(
  blocks: readonly Block[],
  seed: number,
  confidence = usualConfidence,
): Interval | null {
  const base = blocks.flatMap((block) => block.base);
  const head = blocks.flatMap((block) => block.head);
  if (Math.min(base.length, head.length) < repeatsForInterval(confidence)) return null;
  const inTurns = blocks.length > 1 && blocks.every((block) => block.base.length === block.head.length);
  // Sides that are no rounds have no order, so the draws are not to depend on one.
  const draw = inTurns ? twoMedians(base, head, true) : twoMedians(ascending(base), ascending(head), false);
  const ratio = (below: number, above: number) => (below === 0 ? Number.POSITIVE_INFINITY : above / below);
  const interval = bootstrapInterval((random) => draw(random, ratio), seed, confidence);
  return Number.isFinite(interval.low) && Number.isFinite(interval.high) ? interval : null;
}

/**
 * What the product of the medians of two samples lies between, such as k = X S, by the same bootstrap; null
 * below 6 values (at 95 %) of either.
 */
export function productOfMediansInterval(
  one: readonly number[],
  other: readonly number[],
  seed: number,
  confidence = usualConfidence,
): Interval | null {
  if (Math.min(one.length, other.length) < repeatsForInterval(confidence)) return null;
  const draw = twoMedians(one, other, false);
  return bootstrapInterval((random) => draw(random, (first, second) => first * second), seed, confidence);
}

/** A function that resamples two samples, by common rounds or each by itself, and combines their medians. */
function twoMedians(first: readonly number[], second: readonly number[], byRounds: boolean) {
  const [medianOfFirst, medianOfSecond] = [medianAtPlaces(first), medianAtPlaces(second)];
  const places = new Uint32Array(first.length);
  const others = byRounds ? places : new Uint32Array(second.length);
  return (random: () => number, combine: (first: number, second: number) => number): number => {
    drawPlaces(places, random);
    if (!byRounds) drawPlaces(others, random);
    return combine(medianOfFirst(places), medianOfSecond(others));
  };
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
