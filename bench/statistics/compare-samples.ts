import { type Interval, confidence as usualConfidence } from '@headroom/contract/interval.ts';
import { blocksOf } from './blocks.ts';
import { cliffsDelta } from './cliffs-delta.ts';
import { holm } from './holm.ts';
import { leastPValue, repeatsToReach } from './least-p-value.ts';
import { mannWhitney } from './mann-whitney.ts';
import { median } from './median.ts';
import { permutationTest } from './permutation-test.ts';
import { ratioInterval } from './ratio-interval.ts';

/** One figure of one cell in both runs, a value a trial; in rounds run in turns when paired. */
export interface SamplePair {
  readonly base: readonly number[];
  readonly head: readonly number[];
  readonly paired: boolean;
}

export interface SampleComparison {
  /** Median of head over median of base; null where a side is empty or the median of base is zero. */
  readonly ratio: number | null;
  readonly ratioInterval: Interval | null;
  readonly pValue: number | null;
  /** By Holm over the family. */
  readonly adjustedPValue: number | null;
  readonly test: 'block-permutation' | 'permutation' | null;
  /** Whether the p-value counts all arrangements rather than a sample of them. */
  readonly exact: boolean | null;
  /** Beside the test, for runs apart: Mann-Whitney knows no rounds. */
  readonly mannWhitneyPValue: number | null;
  readonly cliffsDelta: number | null;
  /** cannot-tell: so few trials cannot reach significance in a family of this size, whatever they show. */
  readonly change: 'higher' | 'lower' | 'none-detected' | 'cannot-tell';
  /** Where it cannot be told: the repeats a side that it takes. */
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
  const tests = pairs.map(test);
  const tested = tests.filter((one) => one !== null);
  const adjusted = holm(tested.map(({ pValue }) => pValue))[Symbol.iterator]();
  const level = 1 - confidence;
  // Holm's strictest step, which the smallest p-value of the family has to pass.
  const strictest = level / Math.max(1, tested.length);
  return pairs.map((pair, index) => {
    const repeatsNeeded = repeatsToReach(strictest, pair.paired);
    const one = tests[index] ?? null;
    if (one === null) return untestable(repeatsNeeded);
    const adjustedPValue = adjusted.next().value as number;
    const reachable = leastPValue(one.blocks) <= strictest * (1 + 1e-12);
    const change = changeOf(one.excess, adjustedPValue <= level, reachable);
    const inTurns = one.blocks.length > 1;
    return {
      ratio: ratioOfMedians(pair),
      ratioInterval: ratioInterval(one.blocks, seed, confidence),
      pValue: one.pValue,
      adjustedPValue,
      test: inTurns ? 'block-permutation' : 'permutation',
      exact: one.exact,
      mannWhitneyPValue: inTurns ? null : (mannWhitney(pair.base, pair.head)?.pValue ?? null),
      cliffsDelta: cliffsDelta(pair.base, pair.head),
      change,
      repeatsNeeded: change === 'cannot-tell' ? repeatsNeeded : null,
    };
  });
}

function test({ base, head, paired }: SamplePair) {
  if (base.length === 0 || head.length === 0) return null;
  const blocks = blocksOf(base, head, paired);
  return { blocks, ...permutationTest(blocks) };
}

function changeOf(excess: number, significant: boolean, reachable: boolean): SampleComparison['change'] {
  if (significant) return excess > 0 ? 'higher' : 'lower';
  return reachable ? 'none-detected' : 'cannot-tell';
}

function ratioOfMedians({ base, head }: SamplePair): number | null {
  const [below, above] = [median(base), median(head)];
  return below === null || above === null || below === 0 ? null : above / below;
}

function untestable(repeatsNeeded: number): SampleComparison {
  return {
    ratio: null,
    ratioInterval: null,
    pValue: null,
    adjustedPValue: null,
    test: null,
    exact: null,
    mannWhitneyPValue: null,
    cliffsDelta: null,
    change: 'cannot-tell',
    repeatsNeeded,
  };
}
