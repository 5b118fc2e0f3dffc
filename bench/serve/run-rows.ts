import { type Stats, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RunRow } from '@headroom/contract/live.ts';
import { filesOf, type RunFolder } from '../collect/run-folder.ts';
import { runHolder } from '../collect/run-lock.ts';
import { countTrials } from '../runs/count-trials.ts';
import {
  type DamagedRun,
  orDamaged,
  readRun,
  runNames,
  type SoundRun,
  stampOf,
} from '../runs/stored-runs.ts';
import { cellsInWords } from './run-words.ts';

/** As many as a page shows without losing its reader. */
const mostRows = 200;

/** A list of runs that looks only at those that have changed since it was last asked. */
export interface RunRows {
  /** The newest of them, the newest first. @param inHand the run that is being carried out here */
  newest(inHand: string | null): Promise<RunRow[]>;
}

type Row = Omit<RunRow, 'state'> & { readonly state: 'complete' | 'incomplete' | 'damaged' };

/** @param out the results folder */
export function runRows(out: string): RunRows {
  let known = new Map<string, { readonly version: string; readonly row: Row }>();

  const rowOf = (runId: string): Row => {
    const folder = filesOf(out, runId);
    const version = versionOf(folder);
    const found = known.get(runId);
    if (found?.version === version) return found.row;
    const row = lookAt(out, folder);
    known.set(runId, { version, row });
    return row;
  };

  return {
    async newest(inHand) {
      const names = runNames(out);
      const candidates: { readonly at: number; readonly runId: string }[] = [];
      for (const runId of names) {
        // The usual names tell by themselves how old a run is.
        const at = stampOf(runId) ?? rowOf(runId).createdAt ?? 0;
        candidates.push({ at, runId });
      }
      const rows: RunRow[] = [];
      for (const { runId } of candidates.sort((a, b) => b.at - a.at).slice(0, mostRows)) {
        rows.push(asItIsNow(rowOf(runId), runId === inHand, filesOf(out, runId)));
        // Journals are megabytes, and the events of the run in hand go through this loop too.
        await nextTurn();
      }
      const listed = new Set(names);
      known = new Map([...known].filter(([runId]) => listed.has(runId)));
      return rows;
    },
  };
}

function asItIsNow(row: Row, isInHand: boolean, folder: RunFolder): RunRow {
  if (isInHand) return { ...row, state: 'running', hasReport: false };
  return row.state !== 'damaged' && runHolder(folder) !== null ? { ...row, state: 'running' } : row;
}

/** Something that is another once the run has changed. */
function versionOf({ manifest, journal, reportHtml }: RunFolder): string {
  return [manifest, journal, reportHtml]
    .map(statOrNull)
    .map((stat) => (stat === null ? '-' : `${stat.ino} ${stat.size} ${stat.ctimeMs}`))
    .join('\n');
}

function lookAt(out: string, folder: RunFolder): Row {
  const { runId } = folder;
  const run = readRun(out, runId);
  const hasReport = statOrNull(folder.reportHtml)?.isFile() ?? false;
  if (run.state === 'damaged') {
    return {
      runId,
      createdAt: null,
      preset: null,
      words: wordsOf(run),
      state: 'damaged',
      trials: 0,
      hasReport,
    };
  }
  const row = orDamaged(folder, () => ({ state: 'read' as const, row: soundRow(run, hasReport) }));
  if (row.state === 'read') return row.row;
  const { createdAt, plan } = run;
  return {
    ...{ runId, createdAt, preset: plan.preset, trials: plan.trials.length, hasReport },
    ...{ words: wordsOf(row), state: 'damaged' },
  };
}

const wordsOf = ({ reason }: DamagedRun): string => `It cannot be read: ${reason}`;

/** What cannot be looked at is told of when it is read. */
function statOrNull(file: string): Stats | null {
  try {
    return statSync(file);
  } catch {
    return null;
  }
}

function soundRow({ folder, createdAt, plan }: SoundRun, hasReport: boolean): Row {
  const { unreadable, pending, planned } = countTrials(
    folder.journal,
    plan.trials.map(({ trialId }) => trialId),
  );
  const cells = cellsInWords(plan.trials);
  const row = { runId: folder.runId, createdAt, preset: plan.preset, trials: planned, hasReport };
  if (unreadable > 0) {
    const lines = unreadable === 1 ? '1 line' : `${unreadable} lines`;
    return { ...row, words: `${cells}; ${lines} of its journal cannot be read`, state: 'damaged' };
  }
  if (pending === 0) return { ...row, words: cells, state: 'complete' };
  const left = `${pending} of ${planned} ${planned === 1 ? 'trial' : 'trials'} still to be run`;
  return { ...row, words: `${cells}; ${left}`, state: 'incomplete' };
}
