import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrialRecord } from '@headroom/contract/records.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { recordOf, trialOf } from '../analyse/fixtures/records.ts';
import { lockRun } from '../collect/run-lock.ts';
import { countTrials } from './count-trials.ts';
import { writeRun } from './fixtures/results-folder.ts';
import { folderSizeBytes } from './folder-size.ts';
import { listRuns } from './list-runs.ts';
import { renderRuns, runsAsJson } from './render-runs.ts';
import { parseFilter, type RunFilter } from './run-filter.ts';
import { storedRuns } from './stored-runs.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'headroom-runs-'));
});

const day = 86_400;
const newYear = 1_767_225_600;
const excludedFor = (code: string, trial = trialOf('/async', 1)): TrialRecord => ({
  schemaVersion: 1,
  state: 'excluded',
  trial,
  reason: { code, message: 'it ended' },
});
const ids = (filter: RunFilter = {}) => listRuns(out, filter).map(({ folder }) => folder.runId);

describe('listRuns', () => {
  it('gives what each run is, the newest last', () => {
    const trials = [trialOf('/sync', 1), trialOf('/sync', 10), trialOf('/sync', 10, 2)];
    writeRun(out, {
      createdAt: newYear + day,
      preset: 'quick',
      pair: { role: 'head', otherRunId: 'other', gates: [] },
    });
    writeRun(out, {
      createdAt: newYear,
      trials,
      records: trials.slice(0, 1).map((trial) => recordOf(trial, {})),
    });
    const [first, second] = listRuns(out, {});
    expect(first).toMatchObject({
      folder: { runId: '20260101-000000-article' },
      runtime: 'native',
      cells: 2,
      trials: { planned: 3, measured: 1, excluded: 0, pending: 2 },
      runningBy: null,
    });
    expect(second).toMatchObject({ plan: { preset: 'quick' }, pair: { otherRunId: 'other' } });
    const shown = renderRuns(listRuns(out, {})).split('\n');
    expect(shown).toHaveLength(4);
    expect(shown[2]).toMatch(
      /^20260101-000000-article +2026-01-01 00:00 +article +native +0123456 +1 +0 +2 +2 .*incomplete/,
    );
    expect(shown[3]).toMatch(/complete +head of other$/);
    expect(JSON.parse(runsAsJson(listRuns(out, {})))).toMatchObject({
      runs: [
        { complete: false, endpoints: ['/sync'] },
        { complete: true, pair: { role: 'head' } },
      ],
      damaged: [],
    });
  });

  it('is empty where nothing has been run', () => {
    expect(ids()).toEqual([]);
    expect(listRuns(join(out, 'nowhere'), {})).toEqual([]);
  });

  it('lists damaged folders as such, and neither noise floors nor links', () => {
    writeRun(out);
    const { manifest } = writeRun(out, { runId: '20260102-000000-cut' });
    writeFileSync(manifest, '{"schemaVersion":1,"runId"');
    const { manifest: later } = writeRun(out, { runId: '20260103-000000-later' });
    writeFileSync(later, '{"schemaVersion":7,"versions":{"headroom":"9.0.0"}}');
    mkdirSync(join(out, 'empty'));
    mkdirSync(join(out, 'noise'));
    mkdirSync(join(out, '.hidden'));
    writeFileSync(join(out, 'a-file'), '');
    symlinkSync('20260101-000000-article', join(out, 'latest'));
    symlinkSync('/', join(out, 'elsewhere'));
    expect(ids()).toEqual([
      'empty',
      '20260101-000000-article',
      '20260102-000000-cut',
      '20260103-000000-later',
    ]);
    const shown = renderRuns(listRuns(out, {}));
    expect(shown).toContain('empty is damaged: it has no manifest.json');
    expect(shown).toMatch(
      /20260102-000000-cut is damaged: manifest\.json cannot be read: expected JSON that is whole/,
    );
    expect(shown).toMatch(
      /20260103-000000-later is damaged: manifest\.json has schemaVersion 7.*Headroom 9\.0\.0/,
    );
    expect(ids({ preset: ['article', 'cut', 'later'] })).toEqual(['20260101-000000-article']);
  });

  it('lists a run whose journal cannot be read as damaged, and hides no other for it', () => {
    for (let i = 0; i < 4; i++) writeRun(out, { createdAt: newYear + i * day });
    const [folder, loop, pipe] = [1, 2, 3].map((i) => `2026010${i}-000000-article`) as [
      string,
      string,
      string,
    ];
    const journalOf = (runId: string) => join(out, runId, 'trials.ndjson');
    for (const runId of [folder, loop, pipe]) rmSync(journalOf(runId));
    mkdirSync(journalOf(folder));
    symlinkSync('trials.ndjson', journalOf(loop));
    execFileSync('mkfifo', [journalOf(pipe)]);
    const shown = renderRuns(listRuns(out, {}));
    expect(shown).toMatch(/^20260104-000000-article .* complete$/m);
    expect(shown).toMatch(
      /^20260101-000000-article is damaged: \S+ cannot be read \(EISDIR: a folder lies there\)/m,
    );
    expect(shown).toMatch(/^20260102-000000-article is damaged: .*\(ELOOP: its links lead in a circle\)/m);
    expect(shown).toMatch(/^20260103-000000-article is damaged: .*\(it is no file\)/m);
    expect(ids()).toHaveLength(4);
    // Its manifest tells what it is, and nothing tells whether it is whole.
    expect(ids({ preset: ['article'] })).toHaveLength(4);
    expect(ids({ incomplete: true })).toEqual([]);
  });

  it('lists a run whose manifest is no file as damaged', () => {
    writeRun(out);
    mkdirSync(join(out, '20260102-000000-odd', 'manifest.json'), { recursive: true });
    expect(renderRuns(listRuns(out, {}))).toMatch(/20260102-000000-odd is damaged: .*EISDIR/);
    expect(ids()).toHaveLength(2);
  });

  it('puts a run of another name where its manifest says', () => {
    writeRun(out, { createdAt: newYear });
    writeRun(out, { createdAt: newYear + 2 * day });
    writeRun(out, { createdAt: newYear + day, runId: 'kept-for-later' });
    expect(ids()).toEqual(['20260101-000000-article', 'kept-for-later', '20260103-000000-article']);
  });

  it('says which is being carried out', () => {
    const folder = writeRun(out);
    const unlock = lockRun(folder);
    expect(renderRuns(listRuns(out, {}))).toContain(`running (process ${process.pid})`);
    unlock();
    expect(renderRuns(listRuns(out, {}))).not.toContain('running');
  });

  it('reads no more manifests than it shows', () => {
    for (let i = 0; i < 5; i++) writeRun(out, { createdAt: newYear + i * day });
    const runs = storedRuns(out);
    expect(runs.next().value).toMatchObject({ state: 'sound' });
    for (const name of ['20260101', '20260102', '20260103', '20260104']) {
      rmSync(join(out, `${name}-000000-article`, 'manifest.json'));
    }
    expect(runs.next().value).toMatchObject({ state: 'damaged' });
    expect(listRuns(out, { last: 1 })).toMatchObject([{ state: 'sound' }]);
  });
});

describe('the filters', () => {
  const parsed = (flags: Record<string, unknown>) => parseFilter(flags, newYear + 10 * day);
  const days = (flags: Record<string, unknown>) => ids(parsed(flags)).map((id) => Number(id.slice(6, 8)));
  beforeEach(() => {
    writeRun(out, { createdAt: newYear, preset: 'quick' });
    writeRun(out, { createdAt: newYear + 4 * day, trials: [trialOf('/sync', 1)] });
    const variant = { ...trialOf('/async', 1), endpoint: '/async?delay=0.02', subject: 'fastapi' as const };
    writeRun(out, { createdAt: newYear + 8.5 * day, trials: [variant], records: [] });
  });

  it.each([
    [{}, [1, 5, 9]],
    [{ preset: 'quick' }, [1]],
    [{ preset: 'quick,article' }, [1, 5, 9]],
    [{ subject: 'fastapi' }, [9]],
    [{ endpoint: '/async' }, [1, 9]],
    [{ endpoint: '/async?delay=0.02' }, [9]],
    [{ endpoint: '/asyn' }, []],
    [{ since: '7d' }, [5, 9]],
    [{ since: '36h' }, [9]],
    [{ since: '2w' }, [1, 5, 9]],
    [{ since: '2026-01-05' }, [5, 9]],
    [{ since: '2026-01-09T12:30' }, []],
    [{ until: '2026-01-05' }, [1, 5]],
    [{ until: '2026-01-09T12:00' }, [1, 5]],
    [{ olderThan: '3d' }, [1, 5]],
    [{ olderThan: '3d', until: '2026-01-02' }, [1]],
    [{ incomplete: true }, [9]],
    [{ last: '2' }, [5, 9]],
    [{ last: 1, preset: 'quick' }, [1]],
    [{ since: '2026-01-02', subject: 'nest' }, [5]],
  ])('%j lets through the runs of the days %j', (flags, expected) => {
    expect(days(flags)).toEqual(expected);
  });

  it.each([
    [{ since: 'yesterday' }, /--since is "yesterday": expected an age such as 12h, 7d or 2w, or a day/],
    [{ since: '2026-02-30' }, /--since is "2026-02-30"/],
    [{ until: '2026-13-01' }, /--until/],
    [{ since: '-3d' }, /--since is "-3d"/],
    [{ olderThan: '90' }, /--older-than is "90"/],
    [{ last: '0' }, /--last is "0": expected a whole number from 1/],
    [{ preset: '' }, /--preset is "": expected names/],
  ])('refuse %j', (flags, message) => {
    expect(() => parsed(flags)).toThrow(
      expect.objectContaining({ code: 'BENCH_CONFIG_INVALID', message: expect.stringMatching(message) }),
    );
  });
});

describe('countTrials', () => {
  const [one, two, three] = [trialOf('/sync', 1), trialOf('/sync', 10), trialOf('/sync', 100)];
  const planned = [one, two, three].map(({ trialId }) => trialId);
  const counted = (records: readonly TrialRecord[], rest = '') => {
    const { journal } = writeRun(out, { records });
    appendFileSync(journal, rest);
    return countTrials(journal, planned);
  };

  it('takes the later of two records of a trial, and what was interrupted as still to be run', () => {
    expect(
      counted([
        excludedFor('BENCH_GENERATOR_KILLED', one),
        recordOf(one, {}),
        recordOf(one, {}),
        excludedFor('BENCH_TRIAL_INTERRUPTED', two),
        excludedFor('BENCH_GENERATOR_KILLED', three),
      ]),
    ).toEqual({ planned: 3, measured: 1, excluded: 1, pending: 1, unreadable: 0 });
  });

  it('leaves out a last line that was cut, and counts lines that are no record', () => {
    const cut = JSON.stringify(recordOf(two, {})).slice(0, -20);
    expect(counted([recordOf(one, {})], cut)).toMatchObject({ measured: 1, pending: 2, unreadable: 0 });
    const whole = JSON.stringify(recordOf(two, {}));
    expect(counted([recordOf(one, {})], whole)).toMatchObject({ measured: 2, pending: 1, unreadable: 0 });
    expect(counted([recordOf(one, {})], `${cut}\nnonsense\n{}\n`)).toMatchObject({
      measured: 1,
      unreadable: 3,
    });
  });

  it('reads a record whose fields stand in another order', () => {
    const { trial, ...rest } = recordOf(one, {});
    expect(counted([], `${JSON.stringify({ trial, ...rest })}\n`)).toMatchObject({
      measured: 1,
      unreadable: 0,
    });
  });

  it('counts a plan of which nothing has been run', () => {
    expect(countTrials(join(out, 'nowhere'), planned)).toMatchObject({ measured: 0, pending: 3 });
  });
});

describe('folderSizeBytes', () => {
  it('adds up what is inside, and does not follow links', () => {
    mkdirSync(join(out, 'a', 'b'), { recursive: true });
    const empty = folderSizeBytes(join(out, 'a'));
    writeFileSync(join(out, 'a', 'b', 'file'), 'x'.repeat(100_000));
    const filled = folderSizeBytes(join(out, 'a'));
    expect(filled - empty).toBeGreaterThanOrEqual(100_000);
    symlinkSync('/usr', join(out, 'a', 'link'));
    expect(folderSizeBytes(join(out, 'a')) - filled).toBeLessThan(10_000);
    expect(existsSync(join(out, 'a', 'link', 'bin'))).toBe(true);
  });
});
