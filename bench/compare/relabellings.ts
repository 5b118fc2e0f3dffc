import { seededRandom, shuffle } from '../random/seeded-random.ts';
import type { Block } from '../statistics/blocks.ts';

/** Up to so many ways all are gone through; of more, so many are drawn. */
const mostWays = 20_000;

/**
 * The ways in which the values of each block could have been given to base and head, its sizes kept: all of them
 * where they are few enough, else a seeded sample.
 */
export function* relabellings(blocks: readonly Block[], seed: number): Generator<Block> {
  const ways = blocks.map(waysOf);
  const count = ways.reduce((product, { length }) => product * length, 1);
  if (count > mostWays || ways.some(({ length }) => length === 0)) {
    const random = seededRandom(seed);
    for (let drawn = 0; drawn < mostWays; drawn++) yield join(blocks.map((block) => draw(block, random)));
    return;
  }
  for (let way = 0; way < count; way++) {
    let rest = way;
    yield join(
      ways.map((own) => {
        const chosen = own[rest % own.length] as Block;
        rest = Math.floor(rest / own.length);
        return chosen;
      }),
    );
  }
}

/** All of one block; none where they alone would be too many. */
function waysOf({ base, head }: Block): Block[] {
  const all = [...base, ...head];
  if (all.length > 16) return [];
  return Array.from({ length: 2 ** all.length }, (_, mask) => mask)
    .filter((mask) => bitsOf(mask) === head.length)
    .map((mask) => ({
      base: all.filter((_, i) => ((mask >> i) & 1) === 0),
      head: all.filter((_, i) => ((mask >> i) & 1) === 1),
    }));
}

function bitsOf(mask: number): number {
  return mask === 0 ? 0 : (mask & 1) + bitsOf(mask >> 1);
}

function draw({ base, head }: Block, random: () => number): Block {
  const all = shuffle([...base, ...head], random);
  return { base: all.slice(0, base.length), head: all.slice(base.length) };
}

function join(blocks: readonly Block[]): Block {
  return { base: blocks.flatMap(({ base }) => base), head: blocks.flatMap(({ head }) => head) };
}
