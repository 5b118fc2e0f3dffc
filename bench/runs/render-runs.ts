import { nameOf } from '../collect/holder.ts';
import { formatBytes } from '../report/quantities.ts';
import { plainTable } from '../report/table.ts';
import type { ListedEntry, ListedRun } from './list-runs.ts';

const unknown = '–';
const head = [
  'run',
  'when (UTC)',
  'preset',
  'runtime',
  'commit',
  'measured',
  'excluded',
  'pending',
  'cells',
  'size',
  'state',
  'pair',
];

/** The runs as a table for a terminal, and below it what is wrong with those that are damaged. */
export function renderRuns(entries: readonly ListedEntry[]): string {
  const all = [
    head,
    ...entries.map((entry) => (entry.state === 'damaged' ? damagedRow(entry) : soundRow(entry))),
  ];
  const hasPairs = all.slice(1).some((row) => row.at(-1) !== '');
  const rows = hasPairs ? all : all.map((row) => row.slice(0, -1));
  const damage = entries.flatMap((entry) =>
    entry.state === 'damaged' ? [`${entry.folder.runId} is damaged: ${entry.reason}`] : [],
  );
  return [plainTable({ rows, right: [5, 6, 7, 8, 9] }), ...damage].join('\n');
}

function soundRow(run: ListedRun): string[] {
  const { trials } = run;
  return [
    run.folder.runId,
    timeOf(run.createdAt),
    run.plan.preset,
    run.runtime,
    run.gitCommit?.slice(0, 7) ?? unknown,
    String(trials.measured),
    String(trials.excluded),
    String(trials.pending),
    String(run.cells),
    formatBytes(run.sizeBytes),
    stateOf(run),
    run.pair === null ? '' : `${run.pair.role} of ${run.pair.otherRunId}`,
  ];
}

function damagedRow({ folder, sizeBytes }: Extract<ListedEntry, { state: 'damaged' }>): string[] {
  const figures = Array.from({ length: 8 }, () => unknown);
  return [folder.runId, ...figures, formatBytes(sizeBytes), 'damaged', ''];
}

/** How it stands with a run, in a word or two. */
export function stateOf({ runningBy, trials }: ListedRun): string {
  if (runningBy !== null) return `running (${nameOf(runningBy)})`;
  if (trials.unreadable > 0)
    return `${trials.unreadable} unreadable ${trials.unreadable === 1 ? 'line' : 'lines'}`;
  return trials.pending > 0 ? 'incomplete' : 'complete';
}

function timeOf(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

/** The same for programs: times Unix seconds, sizes bytes; each kind oldest first. */
export function runsAsJson(entries: readonly ListedEntry[]): string {
  const list = {
    schemaVersion: 1,
    runs: entries.flatMap((entry) => (entry.state === 'sound' ? [soundAsJson(entry)] : [])),
    damaged: entries.flatMap((entry) =>
      entry.state === 'damaged'
        ? [{ runId: entry.folder.runId, reason: entry.reason, sizeBytes: entry.sizeBytes }]
        : [],
    ),
  };
  return JSON.stringify(list, null, 2);
}

function soundAsJson(run: ListedRun) {
  const namesOf = (name: (trial: ListedRun['plan']['trials'][number]) => string) => [
    ...new Set(run.plan.trials.map(name)),
  ];
  return {
    runId: run.folder.runId,
    createdAt: run.createdAt,
    preset: run.plan.preset,
    runtime: run.runtime,
    headroom: run.versions.headroom,
    gitCommit: run.gitCommit,
    subjects: namesOf(({ subject }) => subject),
    endpoints: namesOf(({ endpoint }) => endpoint),
    cells: run.cells,
    trials: run.trials,
    complete: run.trials.pending === 0 && run.trials.unreadable === 0,
    runningProcess: run.runningBy?.pid ?? null,
    sizeBytes: run.sizeBytes,
    pair: run.pair,
  };
}
