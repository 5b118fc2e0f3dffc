/** What n users of one loop get together, its variance, and that of each about their mean. */
export type ShareOfLoop = (users: number) => {
  readonly answers: number;
  readonly variance: number;
  readonly varianceWithin: number;
};

/** The likeliest ways to part users into groups, by the number of groups. */
export interface Partitions {
  readonly users: number;
  readonly byGroups: readonly {
    /** Natural logarithm, of all assignments that differ only in users with as many answers. */
    readonly logLikelihood: number;
    /** Sum of the squared residuals in standard errors. */
    readonly misfit: number;
  }[];
}

/**
 * Parts users into groups, one for each loop in use, so that their answers are the likeliest: each group has the sum that
 * a loop can do, and its users as many answers each. By dynamic programming over users in order of their answers.
 * @param answers of each user, rising
 */
export function partitionsOf(answers: readonly number[], share: ShareOfLoop, mostGroups: number): Partitions {
  const users = answers.length;
  const groups = groupsOf(answers, share);
  const ways = waysToOrder(answers);
  let row: readonly Best[] = answers.map(() => none);
  const byGroups: { logLikelihood: number; misfit: number }[] = [];
  for (let count = 1; count <= mostGroups; count++) {
    const before = row;
    row = answers.map((_, last) => bestEndingAt(last, count, before, groups));
    const best = row[users - 1] as Best;
    byGroups.push({
      logLikelihood: best.log + ways - waysToNameAgain(best, answers),
      misfit: best.misfit,
    });
  }
  return { users, byGroups };
}

interface Group {
  readonly log: number;
  readonly misfit: number;
}

/** The likeliest way to part the users up to one of them: its last group, and those before it. */
interface Best extends Group {
  readonly from: number;
  readonly last: number;
  readonly before: Best | null;
}

const none: Best = {
  log: Number.NEGATIVE_INFINITY,
  misfit: Number.POSITIVE_INFINITY,
  from: 0,
  last: -1,
  before: null,
};

function bestEndingAt(last: number, count: number, row: readonly Best[], groups: readonly Group[][]): Best {
  let [most, at] = [Number.NEGATIVE_INFINITY, -1];
  for (let from = count - 1; from <= last; from++) {
    if (count === 1 && from > 0) break;
    const before = count === 1 ? 0 : (row[from - 1] as Best).log;
    const log = before + groupAt(groups, from, last).log;
    if (log > most) [most, at] = [log, from];
  }
  if (at < 0) return none;
  const before = count === 1 ? null : (row[at - 1] as Best);
  const misfit = (before?.misfit ?? 0) + groupAt(groups, at, last).misfit;
  return { log: most, misfit, from: at, last, before };
}

const groupAt = (groups: readonly Group[][], from: number, last: number): Group =>
  (groups[from] as Group[])[last - from] as Group;

/** Groups that are alike may change places too, which makes no other assignment. */
function waysToNameAgain(best: Best, answers: readonly number[]): number {
  const profiles = new Map<string, number>();
  let ways = 0;
  for (let one: Best | null = best; one !== null && one.last >= 0; one = one.before) {
    const profile = answers.slice(one.from, one.last + 1).join();
    const alike = (profiles.get(profile) ?? 0) + 1;
    profiles.set(profile, alike);
    ways += Math.log(alike);
  }
  return ways;
}

/** Each run of users in their order, by its first and its length. */
function groupsOf(answers: readonly number[], share: ShareOfLoop): Group[][] {
  const shares = answers.map((_, index) => share(index + 1));
  return answers.map((_, from) => {
    let [sum, squares, alike, ways] = [0, 0, 0, 0];
    return answers.slice(from).map((value, index) => {
      const size = index + 1;
      sum += value;
      squares += value * value;
      alike = value === answers[from + index - 1] && index > 0 ? alike + 1 : 1;
      ways += Math.log(alike);
      const { answers: expected, variance, varianceWithin } = shares[index] as ReturnType<ShareOfLoop>;
      const within = Math.max(0, squares - (sum * sum) / size) / varianceWithin;
      const misfit = (sum - expected) ** 2 / variance + within;
      // The variance of the sum of n users is that of their mean times n squared.
      const log =
        -0.5 *
          (misfit +
            Math.log((2 * Math.PI * variance) / size) +
            (size - 1) * Math.log(2 * Math.PI * varianceWithin)) -
        ways;
      return { log, misfit };
    });
  });
}

/** Users with as many answers may change places. */
function waysToOrder(answers: readonly number[]): number {
  let [alike, ways] = [0, 0];
  for (const [index, value] of answers.entries()) {
    alike = value === answers[index - 1] ? alike + 1 : 1;
    ways += Math.log(alike);
  }
  return ways;
}
