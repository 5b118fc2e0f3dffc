import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Cell } from '@headroom/contract/report.ts';
import { throughputOf } from '../model/trial-figures.ts';
import { median } from '../statistics/median.ts';

type Counted = NonNullable<MeasuredRecord['users']>;

/** Who was answered in the trials of a cell; null where nobody counted. */
export function usersOf(records: readonly MeasuredRecord[]): Cell['users'] {
  const counted = countedIn(records);
  const [first] = counted;
  if (first === undefined) return null;
  const answers = counted.map((users) => users.answers);
  return {
    there: first.answers.length,
    answered: Math.round(median(answers.map(answeredOf)) ?? 0),
    fewestAnswers: Math.min(...answers.flat()),
    mostAnswers: Math.max(...answers.flat()),
  };
}

/** Right answers to each user, rising, of the trial with the median throughput. */
export function answersPerUserOf(records: readonly MeasuredRecord[]): Cell['answersPerUser'] {
  const inOrder = records
    .filter(({ users }) => users !== null)
    .toSorted((a, b) => throughputOf(a) - throughputOf(b));
  const middle = inOrder[(inOrder.length - 1) >> 1];
  return middle?.users?.answers.toSorted((a, b) => a - b) ?? null;
}

const countedIn = (records: readonly MeasuredRecord[]): Counted[] =>
  records.flatMap(({ users }) => (users === null ? [] : [users]));

export const answeredOf = (answers: readonly number[]): number => answers.filter((count) => count > 0).length;
