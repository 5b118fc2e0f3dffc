import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Trial, TrialRecord } from '@headroom/contract/records.ts';
import { array, assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config/load-config.ts';
import { casesOf } from '../fixtures/thoroughness.ts';
import { planTrials } from '../plan/plan-trials.ts';
import { appendRecord, mendJournal, readJournal } from './journal.ts';

const excluded = (trial: Trial, message = 'it ended'): TrialRecord => ({
  schemaVersion: 1,
  state: 'excluded',
  trial,
  reason: { code: 'BENCH_SUBJECT_EXITED', message },
});
const records = planTrials(loadConfig([])).trials.map((trial) => excluded(trial));
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

  it('keeps a record that lacks but its newline, and reads it before it is mended', () => {
    const journal = newJournal();
    appendRecord(journal, first);
    appendFileSync(journal, JSON.stringify(second));
    expect(readJournal(journal)).toEqual([first, second]);
    mendJournal(journal);
    expect(readFileSync(journal, 'utf8').endsWith('}\n')).toBe(true);
    appendRecord(journal, first);
    expect(readJournal(journal)).toEqual([first, second, first]);
  });

  it('is mended to all whole records and no more, wherever it was cut', () => {
    const journal = newJournal();
    const said = array(string({ unit: 'binary', maxLength: 12 }), { minLength: 1, maxLength: 3 });
    assert(
      property(said, (messages) => {
        const written = messages.map((message) => excluded(first.trial, message));
        const lines = written.map((record) => Buffer.from(`${JSON.stringify(record)}\n`));
        const whole = Buffer.concat(lines);
        // A record is whole without its newline.
        const ends = lines.map((_, i) => Buffer.concat(lines.slice(0, i + 1)).length - 1);
        for (let bytes = 0; bytes <= whole.length; bytes++) {
          const kept = written.slice(0, ends.filter((end) => bytes >= end).length);
          writeFileSync(journal, whole.subarray(0, bytes));
          expect(readJournal(journal)).toEqual(kept);
          mendJournal(journal);
          const mended = readFileSync(journal);
          expect(mended).toEqual(whole.subarray(0, mended.length));
          expect(readJournal(journal)).toEqual(kept);
          mendJournal(journal);
          expect(readFileSync(journal)).toEqual(mended);
          writeFileSync(journal, `${JSON.stringify(second)}\n`, { flag: 'a' });
          expect(readJournal(journal)).toEqual([...kept, second]);
        }
      }),
      { numRuns: casesOf(10) },
    );
  });

  it('with bytes that are no text is damaged at that line, and stays as it is', () => {
    const journal = newJournal();
    appendRecord(journal, first);
    appendFileSync(
      journal,
      Buffer.from([...Buffer.from('{"schemaVersion":1,"'), 0xff, 0xfe, 0x22, 0x7d, 0x0a]),
    );
    appendRecord(journal, second);
    const before = readFileSync(journal);
    mendJournal(journal);
    expect(readFileSync(journal)).toEqual(before);
    expect(() => readJournal(journal)).toThrow(
      expect.objectContaining({
        code: 'BENCH_RESULTS_DAMAGED',
        message: expect.stringMatching(
          /^line 2 of .* cannot be read: expected text in UTF-8.* Remove that line/,
        ),
      }),
    );
    // Such bytes at a cut end are cut off with it, and the file does not grow.
    writeFileSync(journal, before.subarray(0, before.indexOf(0xff) + 1));
    mendJournal(journal);
    expect(readJournal(journal)).toEqual([first]);
  });

  it.each([
    ['a folder', (journal: string) => mkdirSync(journal), /EISDIR: a folder lies there/],
    ['a link that leads to itself', (journal: string) => symlinkSync(journal, journal), /ELOOP/],
  ])('that is %s cannot be read, which is not to say that it cannot be written', (_, make, message) => {
    const journal = newJournal();
    make(journal);
    for (const look of [readJournal, mendJournal]) {
      expect(() => look(journal)).toThrow(
        expect.objectContaining({
          code: 'BENCH_RESULTS_UNREADABLE',
          message: expect.stringMatching(message),
        }),
      );
    }
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
