/** What n users of one loop get together, its variance, and that of each about their mean. */
export type ShareOfLoop = (users: number) => {
  readonly answers: number;
  readonly variance: number;
  readonly varianceWithin: number;
};

/** The likeliest way to part users into so many groups. */
export interface Partition {
  /** Natural logarithm, of all assignments that differ only in users with as many answers. */
  readonly logLikelihood: number;
  /** Sum of the squared residuals in standard errors: of what groups got together, and of each user in his group. */
  readonly misfit: number;
}

interface Best extends Partition {
  readonly first: number;
  readonly last: number;
  readonly before: Best | null;
}

/**
 * Parts users into groups, one for each loop in use, so that their answers are the likeliest: each group has the sum that
 * a loop can do, and its users as many answers each. By dynamic programming over users in order of their answers.
 * @param answers of each user, rising
 */
export function partUsers(answers: readonly number[], share: ShareOfLoop, groups: number): Partition {
  const group = groupsOf(answers, share);
  let row: readonly (Best | null)[] = answers.map((_, last) => ({
    ...group(0, last),
    ...{ first: 0, last, before: null },
  }));
  for (let count = 2; count <= groups; count++) {
    const before = row;
    row = answers.map((_, last) => bestUpTo(last, before, group));
  }
  const best = row.at(-1) ?? null;
  if (best === null) return { logLikelihood: Number.NEGATIVE_INFINITY, misfit: Number.POSITIVE_INFINITY };
  const ways = waysToOrder(answers) - waysToNameAgain(best, answers);
  return { logLikelihood: best.logLikelihood + ways, misfit: best.misfit };
}

type GroupOf = (first: number, last: number) => Partition;

/** With one group more than in the row of those before. */
function bestUpTo(last: number, row: readonly (Best | null)[], group: GroupOf): Best | null {
  let [most, at] = [Number.NEGATIVE_INFINITY, 0];
  for (let first = 1; first <= last; first++) {
    const before = row[first - 1];
    if (before === null || before === undefined) continue;
    const log = before.logLikelihood + group(first, last).logLikelihood;
    if (log > most) [most, at] = [log, first];
  }
  const before = row[at - 1] ?? null;
  if (before === null) return null;
  const misfit = before.misfit + group(at, last).misfit;
  return { logLikelihood: most, misfit, first: at, last, before };
}

/** Of each run of users in their order. */
function groupsOf(answers: readonly number[], share: ShareOfLoop): GroupOf {
  const shares = answers.map((_, index) => share(index + 1));
  const runs = answers.map((_, first) => {
    let [sum, squares, alike, ways] = [0, 0, 0, 0];
    return answers.slice(first).map((value, index): Partition => {
      const size = index + 1;
      sum += value;
      squares += value * value;
      alike = index > 0 && value === answers[first + index - 1] ? alike + 1 : 1;
      ways += Math.log(alike);
      const { answers: expected, variance, varianceWithin } = shares[index] as ReturnType<ShareOfLoop>;
      const within = Math.max(0, squares - (sum * sum) / size) / varianceWithin;
      const misfit = (sum - expected) ** 2 / variance + within;
      // The mean of n users has the variance of their sum over n squared, in a direction of length root n.
      const widths =
        Math.log((2 * Math.PI * variance) / size) + (size - 1) * Math.log(2 * Math.PI * varianceWithin);
      return { logLikelihood: -0.5 * (misfit + widths) - ways, misfit };
    });
  });
  return (first, last) => (runs[first] as Partition[])[last - first] as Partition;
}

/** Users with as many answers may change places: the logarithm of the ways to do so. */
function waysToOrder(answers: readonly number[]): number {
  let [alike, ways] = [0, 0];
  for (const [index, value] of answers.entries()) {
    alike = value === answers[index - 1] ? alike + 1 : 1;
    ways += Math.log(alike);
  }
  return ways;
}

/** Groups that are alike may change places too, which makes no other assignment. */
function waysToNameAgain(best: Best, answers: readonly number[]): number {
  const profiles = new Map<string, number>();
  let ways = 0;
  for (let one: Best | null = best; one !== null; one = one.before) {
    const profile = answers.slice(one.first, one.last + 1).join();
    const alike = (profiles.get(profile) ?? 0) + 1;
    profiles.set(profile, alike);
    ways += Math.log(alike);
  }
  return ways;
}
