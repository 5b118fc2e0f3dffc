import type { RunRow } from '@headroom/contract/live.ts';

/** The two chosen runs, older first as a comparison wants them; null unless there are two. @param rows newest first */
export function pairOf(rows: readonly RunRow[], chosen: ReadonlySet<string>): [string, string] | null {
  const [newer, older, ...more] = rows.filter(({ runId }) => chosen.has(runId));
  if (newer === undefined || older === undefined || more.length > 0) return null;
  return [older.runId, newer.runId];
}

/** Whether a run can be held against another one. */
export const isComparable = ({ hasReport, state }: RunRow): boolean => hasReport && state !== 'running';
