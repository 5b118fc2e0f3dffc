/** Between the turns of a loop that is held while `work` is in hand, and those of one that is given back. */
export const fewTurns = 10;

/**
 * How often this thread's event loop turns until `work` is done: a handful of times where it is held, and else once
 * every few microseconds that this process gets of a CPU. Where it gets none, work that ends by the clock is over
 * after few turns as well: ask again.
 */
export async function loopTurns(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let done = false;
  const turn = (): void => {
    turns += 1;
    if (!done) setImmediate(turn);
  };
  turn();
  await work();
  done = true;
  return turns;
}
