import { choose } from './least-p-value.ts';

/** So many of these values are to be chosen. */
export interface Choice {
  readonly values: readonly number[];
  readonly chosen: number;
}

/** Every left sum goes with every right one; both ascending. */
export interface SumHalves {
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/**
 * All sums that choosing from each of `choices` can give, as halves whose combinations are those sums (meet in the middle;
 * Horowitz & Sahni, Journal of the ACM 21, 1974): the square root of the work. Null when a half would hold
 * more than `limit` sums.
 */
export function sumHalves(choices: readonly Choice[], limit: number): SumHalves[] | null {
  const [only] = choices;
  return choices.length === 1 && only !== undefined ? halveOne(only, limit) : halveMany(choices, limit);
}

/** Of the sums in `halves`, how many are closer to zero than `bound`. */
export function countWithin(halves: readonly SumHalves[], bound: number): number {
  return halves.reduce(
    (count, { left, right }) =>
      count + countPairs(left, right, (sum) => sum < bound) - countPairs(left, right, (sum) => sum <= -bound),
    0,
  );
}

export function countAll(halves: readonly SumHalves[]): number {
  return halves.reduce((count, { left, right }) => count + left.length * right.length, 0);
}

/** The values are halved; for every count taken from the left half the rest comes from the right one. */
function halveOne({ values, chosen }: Choice, limit: number): SumHalves[] | null {
  const middle = values.length >> 1;
  if (2 ** (values.length - middle) > limit) return null;
  const left = sumsByCount(values.slice(0, middle));
  const right = sumsByCount(values.slice(middle));
  return left.flatMap((sums, count) => {
    const others = right[chosen - count];
    return others === undefined ? [] : [{ left: sums.sort(), right: others.sort() }];
  });
}

/** The choices are dealt out to two sides of about equally many combinations. */
function halveMany(choices: readonly Choice[], limit: number): SumHalves[] | null {
  const bySize = choices
    .map((choice) => ({ choice, ways: choose(choice.values.length, choice.chosen) }))
    .sort((a, b) => b.ways - a.ways);
  const left = { ways: 1, choices: [] as Choice[] };
  const right = { ways: 1, choices: [] as Choice[] };
  for (const { choice, ways } of bySize) {
    const side = left.ways <= right.ways ? left : right;
    side.ways *= ways;
    side.choices.push(choice);
  }
  if (Math.max(left.ways, right.ways) > limit) return null;
  return [{ left: sumsOfMany(left.choices), right: sumsOfMany(right.choices) }];
}

function sumsByCount(values: readonly number[]): Float64Array[] {
  const sums = new Float64Array(2 ** values.length);
  const byCount: number[][] = Array.from({ length: values.length + 1 }, () => []);
  byCount[0]?.push(0);
  for (let subset = 1; subset < sums.length; subset++) {
    const highest = 31 - Math.clz32(subset);
    const sum = (sums[subset - (1 << highest)] as number) + (values[highest] as number);
    sums[subset] = sum;
    byCount[countBits(subset)]?.push(sum);
  }
  return byCount.map((each) => Float64Array.from(each));
}

function countBits(bits: number): number {
  let left = bits;
  let count = 0;
  for (; left !== 0; count++) left &= left - 1;
  return count;
}

function sumsOfMany(choices: readonly Choice[]): Float64Array {
  let sums = [0];
  for (const { values, chosen } of choices) {
    const own = sumsOfOne(values, chosen);
    sums = sums.flatMap((sum) => own.map((one) => sum + one));
  }
  return Float64Array.from(sums).sort();
}

function sumsOfOne(values: readonly number[], chosen: number): number[] {
  const sums: number[] = [];
  const extend = (from: number, left: number, sum: number): void => {
    if (left === 0) {
      sums.push(sum);
      return;
    }
    for (let i = from; i <= values.length - left; i++) extend(i + 1, left - 1, sum + (values[i] as number));
  };
  extend(0, chosen, 0);
  return sums;
}

/** How many pairs have a sum that is `low`, which holds for every smaller sum too. */
function countPairs(left: Float64Array, right: Float64Array, low: (sum: number) => boolean): number {
  let count = 0;
  let end = right.length;
  for (const one of left) {
    while (end > 0 && !low(one + (right[end - 1] as number))) end--;
    count += end;
  }
  return count;
}
