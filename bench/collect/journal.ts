import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  truncateSync,
} from 'node:fs';
import { type TrialRecord, trialRecordSchema } from '@headroom/contract/records.ts';
import { storageError } from './storage-error.ts';
import { readStored } from './stored.ts';

/** Appends one record and forces it to disk, so that whatever happens next cannot lose it. */
export function appendRecord(journal: string, record: TrialRecord): void {
  try {
    const file = openSync(journal, 'a');
    try {
      appendFileSync(file, `${JSON.stringify(record)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw storageError(journal, error);
  }
}

/**
 * All records of a journal, in the order in which they were written: of two of the same trial the later counts.
 * The last line may be cut (the machine lost power while writing): it is left out. A trial that the plan does
 * not have is a record like any other.
 * @throws BenchError BENCH_RESULTS_DAMAGED for any other line that is not a record, BENCH_RESULTS_VERSION for a
 * record of another schema version
 */
export function readJournal(journal: string): TrialRecord[] {
  return wholeLines(journal).map((line, i) =>
    readStored(
      trialRecordSchema,
      line,
      `line ${i + 1} of ${journal}`,
      'Remove that line to go on without its trial.',
    ),
  );
}

/** Cuts a broken last line off, so that the next record starts on a line of its own. */
export function mendJournal(journal: string): void {
  const whole = wholeLines(journal)
    .map((line) => `${line}\n`)
    .join('');
  if (existsSync(journal)) truncateSync(journal, Buffer.byteLength(whole));
}

function wholeLines(journal: string): string[] {
  const content = contentOf(journal);
  return content.split('\n').slice(0, -1);
}

function contentOf(journal: string): string {
  try {
    return existsSync(journal) ? readFileSync(journal, 'utf8') : '';
  } catch (error) {
    throw storageError(journal, error);
  }
}
