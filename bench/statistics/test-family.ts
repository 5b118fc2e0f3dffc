import { confidence as usualConfidence } from '@headroom/contract/interval.ts';
import { type Block, blocksOf } from './blocks.ts';
import { holm } from './holm.ts';
import { leastPValue, repeatsToReach } from './least-p-value.ts';
import { permutationTest } from './permutation-test.ts';

/** One figure of one cell in both runs, a value a trial; those of a run in turns by round, when paired. */
export interface SamplePair {
  readonly base: readonly number[];
  readonly head: readonly number[];
  readonly paired: boolean;
}

export interface FamilyTest {
  /** Null where a side is empty; such a pair is no part of the family. */
  readonly tested: {
    readonly blocks: readonly Block[];
    readonly pValue: number;
    /** By Holm over the family. */
    readonly adjustedPValue: number;
    readonly exact: boolean;
  } | null;
  /** cannot-tell: so few trials cannot reach significance in a family of this size, whatever they show. */
  readonly change: 'higher' | 'lower' | 'none-detected' | 'cannot-tell';
  /** Where it cannot be told: the repeats a side that it takes. */
  readonly repeatsNeeded: number | null;
}

/**
 * Tests head against base for each pair of a family: the pairs over which the chance of any false alarm is to stay
 * within 1 - confidence.
 */
export function testFamily(
  pairs: readonly SamplePair[],
  confidence = usualConfidence,
): readonly FamilyTest[] {
  const tests = pairs.map(({ base, head, paired }) => {
    if (base.length === 0 || head.length === 0) return null;
    const blocks = blocksOf(base, head, paired);
    return { blocks, ...permutationTest(blocks) };
  });
  const family = tests.filter((test) => test !== null);
  const adjusted = new Map(holm(family.map(({ pValue }) => pValue)).map((p, index) => [family[index], p]));
  const level = 1 - confidence;
  // Holm's first step, which the smallest p-value of the family has to pass.
  const strictest = level / Math.max(1, family.length);
  return tests.map((test, index) => {
    const repeatsNeeded = repeatsToReach(strictest, pairs[index]?.paired ?? false);
    if (test === null) return { tested: null, change: 'cannot-tell', repeatsNeeded };
    const { blocks, pValue, exact, excess } = test;
    const tested = { blocks, pValue, adjustedPValue: adjusted.get(test) ?? 1, exact };
    if (tested.adjustedPValue <= level)
      return { tested, change: excess > 0 ? 'higher' : 'lower', repeatsNeeded: null };
    const reachable = leastPValue(blocks) <= strictest * (1 + 1e-12);
    return reachable
      ? { tested, change: 'none-detected', repeatsNeeded: null }
      : { tested, change: 'cannot-tell', repeatsNeeded };
  });
}
