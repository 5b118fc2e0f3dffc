import type { MeasuredRecord } from '@headroom/contract/records.ts';
import type { Cell, Warning } from '@headroom/contract/report.ts';
import { median } from '../../statistics/median.ts';
import { seconds } from '../../words/in-words.ts';
import { answeredOf } from '../users.ts';
import { lostUsersOf } from './unanswered.ts';

/** So many turns of everybody, and who had none of them was left out by more than chance. */
const turnsOfEverybody = 3;
/** With fewer answers than that, a tenth of the users may be left out by chance. */
const byChanceShare = 0.1;

/**
 * How many users a window left out that a server which serves everybody in turn would have answered, or all of those it
 * answered nobody of, where there are such; zero where everybody had a turn.
 */
export function starvedUsersOf(record: MeasuredRecord): number {
  if (record.users === null || lostUsersOf(record) > 0) return 0;
  const { answers } = record.users;
  const [there, answered] = [answers.length, answeredOf(answers)];
  const total = answers.reduce((sum, count) => sum + count, 0);
  const inTurn = Math.min(there, total);
  const granted = total >= turnsOfEverybody * there ? 0 : Math.max(1, byChanceShare * there);
  return answered < inTurn - granted ? there - answered : 0;
}

/** Where all were let in before the load, their line has yet to settle. */
const settling = (records: readonly MeasuredRecord[]): string =>
  records.some(({ trial }) => trial.connections === 'before')
    ? ' All had connected before the load: give a longer --warmup and --duration, in which everybody has some turns.'
    : '';

/** Users who were not answered, while others were more than once. */
export function starved(cell: Cell, records: readonly MeasuredRecord[]): Warning | null {
  const left = Math.round(median(records.map(starvedUsersOf)) ?? 0);
  if (left === 0 || cell.users === null) return null;
  const { there, fewestAnswers, mostAnswers } = cell.users;
  const inTurn =
    cell.impliedLatencySeconds === null
      ? ''
      : ` With everybody served in turn each would wait ${seconds(cell.impliedLatencySeconds)}.`;
  return {
    code: 'starved',
    message: `${left} of ${there} users were not answered at all (answers to a user: ${fewestAnswers} to ${mostAnswers}), so the latency is that of the answers given, and nobody's who still waits.${inTurn}${settling(records)}`,
  };
}
