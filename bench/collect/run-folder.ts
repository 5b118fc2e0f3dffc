import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { didYouMean } from '../config/nearest.ts';
import type { TrialFiles } from '../runtime/runtime.ts';
import { makeFolder, makeNewFolder, remove } from './disk.ts';
import { errnoOf } from './errno.ts';
import { latestName, whatIsLatest } from './latest.ts';
import { readingError } from './storage-error.ts';

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
 * @throws BenchError BENCH_RESULTS_RUN_NOT_FOUND, or BENCH_RESULTS_UNREADABLE
 */
export function openRunFolder(out: string, name: string): RunFolder {
  const runs = runsIn(out);
  const latest = latestName(out);
  const runId = name === 'latest' ? latest : name;
  if (runId !== null && runId !== 'latest' && runs.includes(runId)) return filesOf(out, runId);
  const isKnown = latest !== null && runs.includes(latest);
  const names = [...(isKnown ? ['latest'] : []), ...runs.slice(-3)].join(', ');
  const expected =
    names === ''
      ? 'a run, and none is there yet: make one, or name the folder of others with --out'
      : `${names} or another run id`;
  const why = name === 'latest' ? whyNot(out) : '';
  throw new BenchError(
    'BENCH_RESULTS_RUN_NOT_FOUND',
    `there is no run ${JSON.stringify(name)} in ${out}: ${why}expected ${expected}.${didYouMean(name, runs)}`,
  );
}

/** What lies where the link to the newest run belongs. */
function whyNot(out: string): string {
  const found = whatIsLatest(out);
  return found === null ? '' : `${found}, which is no run there; `;
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
    .filter((name) => name !== 'latest' && isThere(join(out, name, 'manifest.json')))
    .sort();
}

/** Also what cannot be read, as a link that leads to itself. */
function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return errnoOf(error) !== 'ENOTDIR';
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw readingError(folder, error);
  }
}

/**
 * Makes the folder of a new run. The run's name is its start in UTC and its preset; a number is added when that name is
 * taken.
 * @throws BenchError BENCH_RESULTS_NOT_WRITABLE or BENCH_RESULTS_DISK_FULL
 */
export function createRunFolder(out: string, preset: string, now: Date): RunFolder {
  const stamp = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  makeFolder(out);
  return filesOf(out, claimName(out, `${stamp}-${preset}`));
}

function claimName(out: string, name: string, attempt = 1): string {
  const candidate = attempt === 1 ? name : `${name}-${attempt}`;
  return makeNewFolder(join(out, candidate)) ? candidate : claimName(out, name, attempt + 1);
}

/** Makes the folder of one trial; what an earlier, unfinished attempt left there is removed. */
export function createTrialFolder(run: Pick<RunFolder, 'path' | 'runId'>, trialId: string): TrialFiles {
  const folder = join(run.path, 'trials', trialId);
  remove(folder);
  makeFolder(folder);
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
