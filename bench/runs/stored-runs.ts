import { readdirSync } from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';
import { schemaVersion } from '@headroom/contract/records.ts';
import { z } from 'zod';
import { errnoOf } from '../collect/errno.ts';
import { readText } from '../collect/read-bytes.ts';
import { filesOf, type RunFolder } from '../collect/run-folder.ts';
import { isOfResults, readingError } from '../collect/storage-error.ts';
import { readStored } from '../collect/stored.ts';

/** As much of a manifest as a list of runs shows: a year of them is not to be checked field by field. */
const outlineSchema = z.object({
  schemaVersion: z.literal(schemaVersion),
  createdAt: z.number().positive().max(8.64e12),
  runtime: z.string(),
  versions: z.object({ headroom: z.string() }),
  gitCommit: z.string().nullable().default(null),
  plan: z.object({
    preset: z.string(),
    trials: z.array(
      z.object({
        trialId: z.string(),
        subject: z.string(),
        endpoint: z.string(),
        vus: z.number(),
        arrivalsPerSecond: z.number().nullable().default(null),
        baseline: z.boolean(),
      }),
    ),
  }),
  pair: z.object({ role: z.string(), otherRunId: z.string() }).nullable().default(null),
});

/** A run as its manifest outlines it; `createdAt` is Unix time. */
export interface SoundRun extends z.infer<typeof outlineSchema> {
  readonly state: 'sound';
  readonly folder: RunFolder;
}

/** A folder among the runs that cannot be read as one, and why. */
export interface DamagedRun {
  readonly state: 'damaged';
  readonly folder: RunFolder;
  readonly reason: string;
}

export type StoredRun = SoundRun | DamagedRun;

/** Unix time that a run's id begins with, in UTC; null for a folder of another name. */
export function stampOf(runId: string): number | null {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-/.exec(runId) ?? [];
  if (parts.length === 0) return null;
  const [year = 0, month = 0, day = 0, hour, minute, second] = parts.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

/**
 * The runs of a results folder, the newest first, each read only when it is asked for. Links are no runs, and
 * neither are the noise floors, which lie beside them.
 * @param mayMatch tells by the time in a run's id whether it is worth reading
 * @throws BenchError BENCH_RESULTS_UNREADABLE where the folder cannot be read
 */
export function* storedRuns(
  out: string,
  mayMatch: (stamp: number) => boolean = () => true,
): Generator<StoredRun> {
  const known = runNames(out).flatMap((name): { at: number; run: () => StoredRun }[] => {
    const stamp = stampOf(name);
    if (stamp !== null) return mayMatch(stamp) ? [{ at: stamp, run: () => readRun(out, name) }] : [];
    const run = readRun(out, name);
    return [{ at: run.state === 'sound' ? run.createdAt : 0, run: () => run }];
  });
  for (const { run } of known.sort((a, b) => b.at - a.at)) yield run();
}

/** Noise floors, and what lies where the link to the newest run belongs, such as somebody's copy of it. */
const noRuns: readonly string[] = ['noise', 'latest'];

/** The folders that are runs, or are meant to be, by name. */
export function runNames(out: string): string[] {
  try {
    return readdirSync(out, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !noRuns.includes(entry.name) && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw readingError(out, error);
  }
}

/** A run by its folder; whatever is wrong with it makes it a damaged one. */
export function readRun(out: string, runId: string): StoredRun {
  const folder = filesOf(out, runId);
  return orDamaged(folder, () => {
    const text = readText(folder.manifest);
    if (text === null) return { state: 'damaged', folder, reason: 'it has no manifest.json' };
    return { ...readStored(outlineSchema, text, 'manifest.json', ''), state: 'sound', folder };
  });
}

/** What was read of a run, or that it cannot be read: no run is to hide the others. */
export function orDamaged<T>(folder: RunFolder, read: () => T): T | DamagedRun {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BenchError) || !isOfResults(error)) throw error;
    return { state: 'damaged', folder, reason: error.message.trim() };
  }
}
