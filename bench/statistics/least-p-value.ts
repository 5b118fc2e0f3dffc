import { type Block, blockSizes } from './blocks.ts';

/**
 * The smallest p-value that the permutation test can give for these sizes, whatever the values are: two of all
 * arrangements are the most extreme where both sides are alike, else one.
 */
export function leastPValue(blocks: readonly Block[]): number {
  const sizes = blocks.map(({ base, head }) => [base.length, head.length] as const);
  const arrangements = sizes.reduce((product, [base, head]) => product * choose(base + head, head), 1);
  const mirrored = sizes.every(([base, head]) => base === head);
  return Math.min(1, (mirrored ? 2 : 1) / arrangements);
}

/** The fewest repeats a side with which the permutation test can reach `level`. */
export function repeatsToReach(level: number, paired: boolean): number {
  let repeats = 1;
  while (leastOf(repeats, paired) > level * (1 + 1e-12)) repeats++;
  return repeats;
}

function leastOf(repeats: number, paired: boolean): number {
  const sizes = paired ? blockSizes(repeats) : [repeats];
  return 2 / sizes.reduce((product, size) => product * choose(2 * size, size), 1);
}

/** How many ways there are to choose so many of all; infinite beyond the range of numbers. */
export function choose(all: number, chosen: number): number {
  const fewer = Math.min(chosen, all - chosen);
  let ways = 1;
  for (let i = 1; i <= fewer; i++) ways = (ways * (all - fewer + i)) / i;
  return Math.round(ways);
}
