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
 * All sums that choosing from each of `choices` can give, as halves whose combinations are those sums (meet in
 * the middle; Horowitz & Sahni, Journal of the ACM 21, 1974), which takes the square root of the work. Null
 * when a half would hold more than `limit` sums.
 */
export function sumHalves(choices: readonly Choice[], limit: number): SumHalves[] | null {
  const [only] = choices;
  const halves = choices.length === 1 && only !== undefined ? halveOne(only, limit) : null;
  return halves ?? halveMany(choices, limit);
}

/** Of the sums in `halves`, how many lie from -bound up to bound. */
export function countWithin(halves: readonly SumHalves[], bound: number): number {
  return halves.reduce(
    (count, { left, right }) => count + countBelow(left, right, bound) - countBelow(left, right, -bound),
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
    return others === undefined ? [] : [{ left: sums, right: others }];
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

/** The sums of all subsets by how many values they have, ascending; merged, because to sort them takes longer. */
function sumsByCount(values: readonly number[]): Float64Array[] {
  let byCount: Float64Array[] = [new Float64Array(1)];
  for (const value of values) {
    byCount = Array.from({ length: byCount.length + 1 }, (_, count) =>
      mergeRaised(byCount[count] ?? none, byCount[count - 1] ?? none, value),
    );
  }
  return byCount;
}

const none = new Float64Array(0);

/** Both ascending, the second raised by `by`. */
function mergeRaised(plain: Float64Array, raised: Float64Array, by: number): Float64Array {
  const merged = new Float64Array(plain.length + raised.length);
  let i = 0;
  let j = 0;
  for (let place = 0; place < merged.length; place++) {
    const one = i < plain.length ? (plain[i] as number) : Number.POSITIVE_INFINITY;
    const other = j < raised.length ? (raised[j] as number) + by : Number.POSITIVE_INFINITY;
    if (one <= other) i++;
    else j++;
    merged[place] = Math.min(one, other);
  }
  return merged;
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

/** How many pairs have a sum below `bound`. */
function countBelow(left: Float64Array, right: Float64Array, bound: number): number {
  let count = 0;
  let end = right.length;
  for (let i = 0; i < left.length; i++) {
    const least = bound - (left[i] as number);
    while (end > 0 && (right[end - 1] as number) >= least) end--;
    count += end;
  }
  return count;
}
