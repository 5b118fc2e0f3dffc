import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  truncateSync,
} from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';
import { type TrialRecord, trialRecordSchema } from '@headroom/contract/records.ts';
import { storageError } from './storage-error.ts';

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
 * All records of a journal. The last line may be cut (the machine lost power while writing): it is left out.
 * @throws BenchError BENCH_RESULTS_DAMAGED for any other line that is not a record.
 */
export function readJournal(journal: string): TrialRecord[] {
  return wholeLines(journal).map((line, i) => {
    const parsed = trialRecordSchema.safeParse(parseOrNull(line));
    if (parsed.success) return parsed.data;
    throw new BenchError(
      'BENCH_RESULTS_DAMAGED',
      `line ${i + 1} of ${journal} is not a trial record: ${parsed.error.issues[0]?.message}. Remove that line to go on without its trial.`,
    );
  });
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

function parseOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
