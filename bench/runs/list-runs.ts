import { runHolder } from '../collect/run-lock.ts';
import { countTrials, type TrialCounts } from './count-trials.ts';
import { folderSizeBytes } from './folder-size.ts';
import { fits, isSelective, mayFit, type RunFilter } from './run-filter.ts';
import { type DamagedRun, type SoundRun, storedRuns } from './stored-runs.ts';

/** A run with what takes a look at its journal and its files. */
export interface ListedRun extends SoundRun {
  readonly trials: TrialCounts;
  readonly cells: number;
  readonly sizeBytes: number;
  /** The process that is carrying it out; null when none is. */
  readonly runningProcess: number | null;
}

export interface ListedDamage extends DamagedRun {
  readonly sizeBytes: number;
}

export type ListedEntry = ListedRun | ListedDamage;

/**
 * The runs that a filter lets through, oldest first. Folders that are no sound run are there too, unless the
 * filter asks for something that only a sound one can tell.
 */
export function listRuns(out: string, filter: RunFilter): ListedEntry[] {
  const found: ListedEntry[] = [];
  for (const run of storedRuns(out, (stamp) => mayFit(filter, stamp))) {
    if (found.length === filter.last) break;
    if (run.state === 'damaged') {
      if (!isSelective(filter)) found.push(lookAtDamage(run));
    } else if (fits(filter, run)) {
      const trials = countTrials(
        run.folder.journal,
        run.plan.trials.map(({ trialId }) => trialId),
      );
      if (!filter.incomplete || trials.pending > 0) found.push(lookAt(run, trials));
    }
  }
  return found.reverse();
}

function lookAt(run: SoundRun, trials: TrialCounts): ListedRun {
  const cells = run.plan.trials
    .filter(({ baseline }) => !baseline)
    .map(({ subject, endpoint, vus, arrivalsPerSecond }) =>
      [subject, endpoint, vus, arrivalsPerSecond].join(' '),
    );
  return {
    ...run,
    trials,
    cells: new Set(cells).size,
    sizeBytes: folderSizeBytes(run.folder.path),
    runningProcess: runHolder(run.folder),
  };
}

export function lookAtDamage(run: DamagedRun): ListedDamage {
  return { ...run, sizeBytes: folderSizeBytes(run.folder.path) };
}
