import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrialRecord } from '@headroom/contract/records.ts';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config/load-config.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { appendRecord, mendJournal, readJournal } from './journal.ts';

const records: TrialRecord[] = planTrials(loadConfig([])).trials.map((trial) => ({
  schemaVersion: 1,
  state: 'excluded',
  trial,
  reason: { code: 'BENCH_SUBJECT_EXITED', message: 'it ended' },
}));
const [first, second] = records as [TrialRecord, TrialRecord];

const newJournal = (): string => join(mkdtempSync(join(tmpdir(), 'headroom-journal-')), 'trials.ndjson');

describe('the journal', () => {
  it('gives back what was appended', () => {
    const journal = newJournal();
    appendRecord(journal, first);
    appendRecord(journal, second);
    expect(readJournal(journal)).toEqual([first, second]);
  });

  it('loses only the record that was being written when the machine stopped', () => {
    const journal = newJournal();
    appendRecord(journal, first);
    appendFileSync(journal, JSON.stringify(second).slice(0, 40));
    expect(readJournal(journal)).toEqual([first]);
    mendJournal(journal);
    appendRecord(journal, second);
    expect(readJournal(journal)).toEqual([first, second]);
  });

  it('refuses any other line that is not a record, by its number', () => {
    const journal = newJournal();
    appendRecord(journal, first);
    appendFileSync(journal, '{"state":"measured"}\n');
    expect(() => readJournal(journal)).toThrow(/line 2 of .* cannot be read: schemaVersion is missing/);
  });

  it('refuses a record of a later schema', () => {
    const journal = newJournal();
    appendFileSync(journal, `${JSON.stringify({ ...first, schemaVersion: 2 })}\n`);
    expect(() => readJournal(journal)).toThrow(
      expect.objectContaining({
        code: 'BENCH_RESULTS_VERSION',
        message: expect.stringContaining('line 1 of'),
      }),
    );
  });

  it('is empty where there is none', () => {
    expect(readJournal('/nonexistent/trials.ndjson')).toEqual([]);
  });

  it.runIf(existsSync('/dev/full'))('says that the disk is full', () => {
    expect(() => appendRecord('/dev/full', first)).toThrow(
      expect.objectContaining({
        code: 'BENCH_RESULTS_DISK_FULL',
        message: expect.stringContaining('resume'),
      }),
    );
    expect(readFileSync('/dev/null', 'utf8')).toBe('');
  });

  it('says that the folder cannot be written', () => {
    expect(() => appendRecord('/proc/trials.ndjson', first)).toThrow(
      expect.objectContaining({
        code: 'BENCH_RESULTS_NOT_WRITABLE',
        message: expect.stringContaining('--out'),
      }),
    );
  });
});
