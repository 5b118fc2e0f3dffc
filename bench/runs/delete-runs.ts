import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { remove } from '../collect/disk.ts';
import { latestName, pointLatest, removeLatest } from '../collect/latest.ts';
import { demandIdle, lockRun, runHolder } from '../collect/run-lock.ts';
import { didYouMean } from '../config/nearest.ts';
import { folderSizeBytes } from './folder-size.ts';
import { listRuns } from './list-runs.ts';
import { isSelective, type RunFilter } from './run-filter.ts';
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
  for (const { folder } of runs) demandIdle(folder, 'nothing was deleted');
  return withSizes(runs, []);
}

/** The runs that a filter lets through; those that are being carried out are left alone, and so is what is damaged. */
export function deletionBy(out: string, filter: RunFilter): Deletion {
  const found = listRuns(out, filter);
  const isBusy = (run: StoredRun) => runHolder(run.folder) !== null;
  const isDoubtful = (run: StoredRun) => isSelective(filter) && run.state === 'damaged';
  return withSizes(
    found.filter((run) => !isBusy(run) && !isDoubtful(run)),
    found.flatMap((run) => {
      if (isBusy(run)) return [`${run.folder.runId} is being carried out and stays.`];
      return isDoubtful(run) ? [`${run.folder.runId} is damaged and stays: delete it by its name.`] : [];
    }),
  );
}

/**
 * Deletes them for good, and lets `latest` name the newest run that is left. Links are removed, never followed. One
 * that cannot be deleted does not keep the others.
 * @throws BenchError BENCH_PREFLIGHT_BUSY when one has been taken up meanwhile, BENCH_RESULTS_NOT_WRITABLE
 */
export function carryOutDeletion(out: string, { runs }: Deletion): void {
  const failures = runs.flatMap(({ run }) => failureOf(() => deleteRun(run)));
  const [first] = failures;
  const left = failureOf(() => mendLatest(out));
  if (first === undefined) {
    for (const failure of left) throw failure;
    return;
  }
  if (runs.length === 1) throw first;
  const reasons = failures.map(({ message }) => message).join(' ');
  const deleted = `${runs.length - failures.length} of ${runs.length} runs were deleted`;
  throw new BenchError(first.code, `${reasons} ${deleted}.`, { cause: first });
}

function failureOf(act: () => void): BenchError[] {
  try {
    act();
    return [];
  } catch (error) {
    if (error instanceof BenchError) return [error];
    throw error;
  }
}

function deleteRun({ folder }: StoredRun): void {
  if (!lstatSync(folder.path, { throwIfNoEntry: false })?.isDirectory()) return;
  const unlock = lockUnlessFull(folder);
  try {
    remove(folder.path);
  } finally {
    unlock();
  }
}

/** A full disk, which has no room for a lock, is why somebody deletes a run. */
function lockUnlessFull(folder: StoredRun['folder']): () => void {
  try {
    return lockRun(folder);
  } catch (error) {
    if (!(error instanceof BenchError) || error.code !== 'BENCH_RESULTS_DISK_FULL') throw error;
    demandIdle(folder, 'it stays');
    return () => undefined;
  }
}

function mendLatest(out: string): void {
  const name = latestName(out);
  if (name === null || existsSync(join(out, name))) return;
  const newest = newestSound(out);
  if (newest === null) removeLatest(out);
  else pointLatest(out, newest);
}

function newestSound(out: string): string | null {
  for (const { state, folder } of storedRuns(out)) if (state === 'sound') return folder.runId;
  return null;
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
