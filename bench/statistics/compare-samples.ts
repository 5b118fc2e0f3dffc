import { type Interval, confidence as usualConfidence } from '@headroom/contract/interval.ts';
import { cliffsDelta } from './cliffs-delta.ts';
import { mannWhitney } from './mann-whitney.ts';
import { median } from './median.ts';
import { ratioInterval } from './ratio-interval.ts';
import { type FamilyTest, type SamplePair, testFamily } from './test-family.ts';

/** What a pair of samples shows; null what cannot be had because a side is empty or has too few values. */
export interface SampleComparison {
  /** Median of head over median of base; null too where the latter is zero. */
  readonly ratio: number | null;
  readonly ratioInterval: Interval | null;
  readonly pValue: number | null;
  /** By Holm over the family. */
  readonly adjustedPValue: number | null;
  readonly test: 'block-permutation' | 'permutation' | null;
  /** Whether the p-value counts all arrangements rather than a sample of them. */
  readonly exact: boolean | null;
  /** Beside the test, for runs apart only: Mann-Whitney knows no rounds. */
  readonly mannWhitneyPValue: number | null;
  readonly cliffsDelta: number | null;
  readonly change: FamilyTest['change'];
  readonly repeatsNeeded: number | null;
}

/**
 * Compares head with base for each pair of samples of a family: the pairs over which the chance of any false
 * alarm is to stay within 1 - confidence. A pair with an empty side takes no part and cannot be told.
 */
export function compareFamily(
  pairs: readonly SamplePair[],
  seed: number,
  confidence = usualConfidence,
): readonly SampleComparison[] {
  const tests = testFamily(pairs, confidence);
  return pairs.map((pair, index) => compare(pair, tests[index] as FamilyTest, seed, confidence));
}

function compare(
  { base, head }: SamplePair,
  { tested, change, repeatsNeeded }: FamilyTest,
  seed: number,
  confidence: number,
): SampleComparison {
  const inTurns = tested !== null && tested.blocks.length > 1;
  return {
    ratio: ratioOfMedians(base, head),
    ratioInterval: tested === null ? null : ratioInterval(tested.blocks, seed, confidence),
    pValue: tested?.pValue ?? null,
    adjustedPValue: tested?.adjustedPValue ?? null,
    test: tested === null ? null : inTurns ? 'block-permutation' : 'permutation',
    exact: tested?.exact ?? null,
    mannWhitneyPValue: inTurns ? null : (mannWhitney(base, head)?.pValue ?? null),
    cliffsDelta: cliffsDelta(base, head),
    change,
    repeatsNeeded,
  };
}

function ratioOfMedians(base: readonly number[], head: readonly number[]): number | null {
  const [below, above] = [median(base), median(head)];
  return below === null || above === null || below === 0 ? null : above / below;
}
