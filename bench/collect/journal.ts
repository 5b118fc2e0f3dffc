import { type TrialRecord, trialRecordSchema } from '@headroom/contract/records.ts';
import { append, cutTo } from './disk.ts';
import { journalLines, newline, unfinishedIn } from './journal-lines.ts';
import { readBytes } from './read-bytes.ts';
import { demandUtf8, readStored } from './stored.ts';

/**
 * Appends one record and forces it to disk, so that whatever happens next cannot lose it.
 * @throws BenchError BENCH_RESULTS_*; then nothing of it is left, as far as the disk lets it be removed
 */
export function appendRecord(journal: string, record: TrialRecord): void {
  append(journal, Buffer.from(`${JSON.stringify(record)}\n`));
}

/**
 * All records of a journal, in the order in which they were written: of two of the same trial the later counts.
 * The last line may be cut (the machine lost power while writing): it is left out. A trial that the plan does
 * not have is a record like any other.
 * @throws BenchError BENCH_RESULTS_DAMAGED for any other line that is not a record, BENCH_RESULTS_VERSION for a
 * record of another schema version, BENCH_RESULTS_UNREADABLE
 */
export function readJournal(journal: string): TrialRecord[] {
  return journalLines(readBytes(journal) ?? Buffer.alloc(0)).map((line, i) => {
    const where = `line ${i + 1} of ${journal}`;
    const advice = 'Remove that line to go on without its trial.';
    return readStored(trialRecordSchema, demandUtf8(line, where, advice), where, advice);
  });
}

/** Ends a last line that is whole but for its newline, and cuts off one that is not: the next record starts a line of its own. */
export function mendJournal(journal: string): void {
  const bytes = readBytes(journal);
  if (bytes === null) return;
  const lacks = unfinishedIn(bytes);
  if (lacks === 'newline') append(journal, Buffer.of(newline));
  if (lacks === 'record') cutTo(journal, bytes.lastIndexOf(newline) + 1);
}
