/** Counts to `iterations` one by one. Returning the count keeps the optimising compiler from dropping the loop. */
export function countTo(iterations: number): number {
  let count = 0;
  while (count < iterations) count += 1;
  return count;
}
