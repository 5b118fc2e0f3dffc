import type { Holder } from '../collect/holder.ts';
import { runHolder } from '../collect/run-lock.ts';
import { countTrials, type TrialCounts } from './count-trials.ts';
import { folderSizeBytes } from './folder-size.ts';
import { fits, isSelective, mayFit, type RunFilter } from './run-filter.ts';
import { type DamagedRun, orDamaged, type SoundRun, storedRuns } from './stored-runs.ts';

/** A run with what takes a look at its journal and its files. */
export interface ListedRun extends SoundRun {
  readonly trials: TrialCounts;
  readonly cells: number;
  readonly sizeBytes: number;
  /** Who is carrying it out; null when nobody is. */
  readonly runningBy: Holder | null;
}

export interface ListedDamage extends DamagedRun {
  readonly sizeBytes: number;
}

export type ListedEntry = ListedRun | ListedDamage;

/**
 * The runs that a filter lets through, oldest first. Folders that are no sound run are there too, unless the
 * filter asks for something that nothing in them tells.
 */
export function listRuns(out: string, filter: RunFilter): ListedEntry[] {
  const found: ListedEntry[] = [];
  for (const run of storedRuns(out, (stamp) => mayFit(filter, stamp))) {
    if (found.length === filter.last) break;
    const entry = run.state === 'sound' ? soundEntry(run, filter) : damagedEntry(run, filter);
    if (entry !== null) found.push(entry);
  }
  return found.reverse();
}

function damagedEntry(run: DamagedRun, filter: RunFilter): ListedDamage | null {
  return isSelective(filter) ? null : lookAtDamage(run);
}

function soundEntry(run: SoundRun, filter: RunFilter): ListedEntry | null {
  if (!fits(filter, run)) return null;
  const seen = orDamaged(run.folder, () => lookAt(run));
  if (seen.state === 'damaged') return filter.incomplete ? null : lookAtDamage(seen);
  return filter.incomplete && seen.trials.pending === 0 ? null : seen;
}

function lookAt(run: SoundRun): ListedRun {
  const cells = run.plan.trials
    .filter(({ baseline }) => !baseline)
    .map(({ subject, endpoint, vus, arrivalsPerSecond }) =>
      [subject, endpoint, vus, arrivalsPerSecond].join(' '),
    );
  return {
    ...run,
    trials: countTrials(
      run.folder.journal,
      run.plan.trials.map(({ trialId }) => trialId),
    ),
    cells: new Set(cells).size,
    sizeBytes: folderSizeBytes(run.folder.path),
    runningBy: runHolder(run.folder),
  };
}

export function lookAtDamage(run: DamagedRun): ListedDamage {
  return { ...run, sizeBytes: folderSizeBytes(run.folder.path) };
}
