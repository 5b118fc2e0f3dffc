import { basename, dirname, resolve, sep } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import type { TrialRecord } from '@headroom/contract/records.ts';
import { readJournal } from '../collect/journal.ts';
import { readManifest } from '../collect/manifest.ts';
import { filesOf, openRunFolder, type RunFolder } from '../collect/run-folder.ts';

/** A run as it lies in its folder. */
export interface StoredRun {
  readonly manifest: Manifest;
  readonly records: readonly TrialRecord[];
}

/**
 * @param name a run id, "latest", or the path of a run's folder, which may lie anywhere
 * @throws BenchError BENCH_RESULTS_* when there is no such run, or it cannot be read
 */
export function readStoredRun(out: string, name: string): StoredRun {
  return read(
    name.includes('/') || name.includes(sep)
      ? filesOf(dirname(resolve(name)), basename(resolve(name)))
      : openRunFolder(out, name),
  );
}

/** The two runs of the pair that one run is of. @throws BenchError BENCH_COMPARE_NO_PAIR when it was alone */
export function readPair(out: string, name: string): { base: StoredRun; head: StoredRun } {
  const run = readStoredRun(out, name);
  const { runId, pair } = run.manifest;
  if (pair === null) {
    throw new BenchError(
      'BENCH_COMPARE_NO_PAIR',
      `${runId} was measured alone: expected two runs to compare, or one that was measured with --base. Name both: headroom compare <base> <head>.`,
    );
  }
  const other = readStoredRun(name.includes('/') ? dirname(resolve(name)) : out, pair.otherRunId);
  return pair.role === 'head' ? { base: other, head: run } : { base: run, head: other };
}

function read(folder: RunFolder): StoredRun {
  return { manifest: readManifest(folder), records: readJournal(folder.journal) };
}

/** Whether the trials of two runs were carried out in turn. */
export function isPair({ manifest: base }: StoredRun, { manifest: head }: StoredRun): boolean {
  return base.pair?.otherRunId === head.runId && head.pair?.otherRunId === base.runId;
}
