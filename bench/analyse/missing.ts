import type { Capacity } from '@headroom/contract/capacity.ts';
import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import type { Cell } from '@headroom/contract/report.ts';
import { cellKey } from '../model/level.ts';
import { levelInWords } from '../words/in-words.ts';
import type { ExcludedTrial, FailingCell, Missing } from './analysis.ts';

/** Planned cells without a measured trial. */
export function missingCells(planned: readonly Trial[], records: readonly TrialRecord[]): Missing[] {
  const done = new Set(records.filter(isMeasured).map(({ trial }) => cellKey(trial)));
  const missing = planned.filter((trial) => !trial.baseline && !done.has(cellKey(trial)));
  return [...new Map(missing.map((trial) => [cellKey(trial), trial])).values()].map((trial) => ({
    name: `${trial.subject} ${trial.endpoint} at ${levelInWords(trial)}`,
    excluded: firstExcluded(records, (other) => !other.baseline && cellKey(other) === cellKey(trial)),
  }));
}

/** Measured cells none of whose requests was right. */
export function failingCells(cells: readonly Cell[]): FailingCell[] {
  return cells
    .filter(({ requests, failedRequests }) => requests > 0 && failedRequests === requests)
    .map((cell) => ({
      name: `${cell.subject} ${cell.endpoint} at ${levelInWords(cell)}`,
      requests: cell.requests,
    }));
}

/** Capacities of which the search knows nothing. A step that was too much for the subject is an answer. */
export function missingCapacities(searched: readonly Capacity[], records: readonly TrialRecord[]): Missing[] {
  return searched
    .filter(({ bound }) => bound === 'unknown')
    .map(({ subject, endpoint }) => ({
      name: `the capacity of ${subject} ${endpoint}`,
      excluded: firstExcluded(records, (trial) => trial.subject === subject && trial.endpoint === endpoint),
    }));
}

const isMeasured = ({ state }: TrialRecord): boolean => state === 'measured';

/** Trials that were excluded, in the order of their records. */
export const excludedIn = (records: readonly TrialRecord[]): ExcludedTrial[] =>
  records.flatMap((record) =>
    record.state === 'excluded' ? [{ trialId: record.trial.trialId, reason: record.reason }] : [],
  );

function firstExcluded(records: readonly TrialRecord[], isMeant: (trial: Trial) => boolean) {
  return excludedIn(records.filter(({ trial }) => isMeant(trial)))[0] ?? null;
}
