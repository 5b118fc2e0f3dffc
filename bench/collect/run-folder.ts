import {
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { didYouMean } from '../config/nearest.ts';
import type { TrialFiles } from '../runtime/runtime.ts';
import { storageError } from './storage-error.ts';

/** Where one run keeps its files: `<out>/<run-id>/`. */
export interface RunFolder {
  readonly runId: string;
  readonly path: string;
  readonly manifest: string;
  readonly journal: string;
  readonly reportJson: string;
  readonly reportMarkdown: string;
  readonly reportHtml: string;
}

/**
 * The folder of an earlier run, named by its run id or "latest".
 * @throws BenchError BENCH_RESULTS_RUN_NOT_FOUND
 */
export function openRunFolder(out: string, name: string): RunFolder {
  const runs = runsIn(out);
  const runId = name === 'latest' ? latestIn(out) : name;
  if (runId !== null && runs.includes(runId)) return filesOf(out, runId);
  throw new BenchError(
    'BENCH_RESULTS_RUN_NOT_FOUND',
    `there is no run ${JSON.stringify(name)} in ${out}: expected ${[...(latestIn(out) === null ? [] : ['latest']), ...runs.slice(-3)].join(', ') || 'a run, and it holds none'} or another run id.${didYouMean(name, runs)}`,
  );
}

/** Where a run of that name keeps its files, whether there is one or not. */
export function filesOf(out: string, runId: string): RunFolder {
  const path = join(out, runId);
  return {
    runId,
    path,
    manifest: join(path, 'manifest.json'),
    journal: join(path, 'trials.ndjson'),
    reportJson: join(path, 'report.json'),
    reportMarkdown: join(path, 'report.md'),
    reportHtml: join(path, 'report.html'),
  };
}

function runsIn(out: string): string[] {
  if (!existsSync(out)) return [];
  return entriesOf(out)
    .filter((name) => existsSync(join(out, name, 'manifest.json')) && name !== 'latest')
    .sort();
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw storageError(folder, error);
  }
}

function latestIn(out: string): string | null {
  const link = join(out, 'latest');
  return existsSync(link) ? basename(realpathSync(link)) : null;
}

/**
 * Makes the folder of a new run and points `<out>/latest` to it. The run's name is its start in UTC and its
 * preset; a number is added when that name is taken.
 * @throws BenchError BENCH_RESULTS_NOT_WRITABLE or BENCH_RESULTS_DISK_FULL
 */
export function createRunFolder(out: string, preset: string, now: Date): RunFolder {
  const stamp = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  try {
    mkdirSync(out, { recursive: true });
    const runId = claimName(out, `${stamp}-${preset}`);
    pointLatest(out, runId);
    return filesOf(out, runId);
  } catch (error) {
    throw storageError(out, error);
  }
}

function claimName(out: string, name: string, attempt = 1): string {
  const candidate = attempt === 1 ? name : `${name}-${attempt}`;
  try {
    mkdirSync(join(out, candidate));
    return candidate;
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!taken) throw error;
    return claimName(out, name, attempt + 1);
  }
}

/** Lets `<out>/latest` name that run, in one step. */
export function pointLatest(out: string, runId: string): void {
  const link = join(out, 'latest');
  const fresh = `${link}.${process.pid}`;
  rmSync(fresh, { force: true });
  symlinkSync(runId, fresh);
  renameSync(fresh, link);
}

/** Makes the folder of one trial; what an earlier, unfinished attempt left there is removed. */
export function createTrialFolder(run: Pick<RunFolder, 'path' | 'runId'>, trialId: string): TrialFiles {
  const folder = join(run.path, 'trials', trialId);
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw storageError(folder, error);
  }
  return {
    runId: run.runId,
    folder,
    summary: join(folder, 'summary.json'),
    series: join(folder, 'series.ndjson'),
    scrapes: join(folder, 'scrapes.ndjson'),
    notes: join(folder, 'notes.ndjson'),
    generatorLog: join(folder, 'generator.log'),
    subjectLog: join(folder, 'subject.log'),
  };
}

/** Writes a file of a run whole or not at all. */
export function writeWhole(file: string, content: string): void {
  const fresh = `${file}.${process.pid}`;
  try {
    writeFileSync(fresh, content);
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw storageError(file, error);
  }
}
