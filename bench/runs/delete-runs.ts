import { existsSync, lstatSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { pointLatest } from '../collect/run-folder.ts';
import { lockRun, runHolder } from '../collect/run-lock.ts';
import { storageError } from '../collect/storage-error.ts';
import { didYouMean } from '../config/nearest.ts';
import { folderSizeBytes } from './folder-size.ts';
import { listRuns } from './list-runs.ts';
import type { RunFilter } from './run-filter.ts';
import { readRun, runNames, type StoredRun, storedRuns } from './stored-runs.ts';

/** What is going to be deleted: nothing has been touched yet. */
export interface Deletion {
  readonly runs: readonly { readonly run: StoredRun; readonly sizeBytes: number }[];
  /** What a reader should know before agreeing, a line each. */
  readonly remarks: readonly string[];
}

/**
 * The runs of these ids ("latest" is one), damaged ones included.
 * @throws BenchError BENCH_RESULTS_RUN_NOT_FOUND, or BENCH_PREFLIGHT_BUSY when one is being carried out
 */
export function deletionOf(out: string, ids: readonly string[]): Deletion {
  const known = runNames(out);
  const named = [...new Set(ids.map((id) => (id === 'latest' ? (latestName(out) ?? id) : id)))];
  for (const id of named) if (!known.includes(id)) throw notFound(out, id, known);
  const runs = named.map((id) => readRun(out, id));
  for (const { folder } of runs) demandIdle(folder);
  return withSizes(runs, []);
}

/** The runs that a filter lets through; those that are being carried out are left alone. */
export function deletionBy(out: string, filter: RunFilter): Deletion {
  const found = listRuns(out, filter);
  const isBusy = (run: StoredRun) => runHolder(run.folder) !== null;
  return withSizes(
    found.filter((run) => !isBusy(run)),
    found.filter(isBusy).map(({ folder }) => `${folder.runId} is being carried out and stays.`),
  );
}

/**
 * Deletes them for good, and lets `latest` name the newest run that is left. Links are removed, never followed.
 * @throws BenchError BENCH_PREFLIGHT_BUSY when one has been taken up meanwhile, BENCH_RESULTS_NOT_WRITABLE
 */
export function carryOutDeletion(out: string, { runs }: Deletion): void {
  try {
    for (const { run } of runs) deleteRun(run);
  } finally {
    mendLatest(out);
  }
}

function deleteRun({ folder }: StoredRun): void {
  if (!lstatSync(folder.path, { throwIfNoEntry: false })?.isDirectory()) return;
  const unlock = lockRun(folder);
  try {
    rmSync(folder.path, { recursive: true, force: true });
  } catch (error) {
    throw storageError(folder.path, error);
  } finally {
    unlock();
  }
}

function mendLatest(out: string): void {
  const name = latestName(out);
  if (name === null || existsSync(join(out, name))) return;
  const newest = newestSound(out);
  if (newest === null) rmSync(join(out, 'latest'), { force: true });
  else pointLatest(out, newest);
}

function newestSound(out: string): string | null {
  for (const { state, folder } of storedRuns(out)) if (state === 'sound') return folder.runId;
  return null;
}

function latestName(out: string): string | null {
  try {
    return basename(readlinkSync(join(out, 'latest')));
  } catch {
    return null;
  }
}

function demandIdle(folder: StoredRun['folder']): void {
  const holder = runHolder(folder);
  if (holder === null) return;
  throw new BenchError(
    'BENCH_PREFLIGHT_BUSY',
    `process ${holder} is carrying out ${folder.runId}: nothing was deleted. Wait for it, or end it first.`,
  );
}

function notFound(out: string, id: string, known: readonly string[]): BenchError {
  const isLink =
    existsSync(out) &&
    readdirSync(out, { withFileTypes: true }).some((entry) => entry.name === id && entry.isSymbolicLink());
  const why = isLink
    ? `${JSON.stringify(id)} is a link out of the way of runs: nothing was deleted. Remove the link itself by hand`
    : `there is no run ${JSON.stringify(id)} in ${out}: nothing was deleted. Expected ${known.slice(-3).join(', ') || 'a run id, but there are no runs'}${known.length > 3 ? ' or another run id' : ''}`;
  return new BenchError('BENCH_RESULTS_RUN_NOT_FOUND', `${why}.${didYouMean(id, known)}`);
}

function withSizes(runs: readonly StoredRun[], remarks: readonly string[]): Deletion {
  const ids = runs.map(({ folder }) => folder.runId);
  const parted = runs.flatMap((run) =>
    run.state === 'sound' && run.pair !== null && !ids.includes(run.pair.otherRunId)
      ? [`${run.folder.runId} is one of a pair; ${run.pair.otherRunId} stays.`]
      : [],
  );
  return {
    runs: runs.map((run) => ({ run, sizeBytes: folderSizeBytes(run.folder.path) })),
    remarks: [...remarks, ...parted],
  };
}
