/** Trials among which the labels "base" and "head" could be exchanged if the two did not differ. */
export interface Block {
  readonly base: readonly number[];
  readonly head: readonly number[];
}

/**
 * The blocks of a comparison. Two runs apart are one block. Of a run in turns, where values at the same place
 * are of the same round, every two rounds are a block, and the last three when their number is odd: what
 * drifts from block to block falls on both sides alike and cancels. Blocks of one round would leave only
 * 2^n arrangements (10 rounds for what 7 in blocks can show); what drifts within two rounds counts as
 * noise, on the safe side. Sides of different length cannot be in turns and are one block.
 */
export function blocksOf(base: readonly number[], head: readonly number[], paired: boolean): Block[] {
  if (!paired || base.length !== head.length) return [{ base, head }];
  return blockSizes(base.length).map((size, index) => {
    const from = 2 * index;
    return { base: base.slice(from, from + size), head: head.slice(from, from + size) };
  });
}

/** Rounds in each block of so many rounds in turns. */
export function blockSizes(rounds: number): number[] {
  const blocks = Math.max(1, rounds >> 1);
  return Array.from({ length: blocks }, (_, index) => (index < blocks - 1 ? 2 : rounds - 2 * index));
}
