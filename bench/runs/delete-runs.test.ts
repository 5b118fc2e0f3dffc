import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { lockRun } from '../collect/run-lock.ts';
import { catchPrinted } from '../fixtures/catch-printed.ts';
import { writeRun } from './fixtures/results-folder.ts';

let folder: string;
let out: string;
let said: string[];
let complaints: string[];
const day = 86_400;
const newYear = 1_767_225_600;
const [first, second, third] = ['20260101', '20260102', '20260103'].map(
  (date) => `${date}-000000-article`,
) as [string, string, string];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-delete-'));
  out = join(folder, 'results');
  said = [];
  complaints = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void said.push(String(line)));
  catchPrinted((text) => said.push(text.trimEnd()));
  vi.spyOn(console, 'error').mockImplementation((line) => void complaints.push(String(line)));
  for (let i = 0; i < 3; i++) writeRun(out, { createdAt: newYear + i * day });
  symlinkSync(third, join(out, 'latest'));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const headroom = (command: string) => runCli([...command.split(' '), '--out', out]);
const isThere = (runId: string) => existsSync(join(out, runId, 'manifest.json'));

describe('headroom runs', () => {
  it('lists, filters and says when it shows but a part', async () => {
    expect(await headroom('runs')).toBe(0);
    expect(said.join('\n')).toMatch(new RegExp(`${first}.*${second}.*${third}`, 's'));
    expect(said.join('\n')).not.toContain('There are more');
    said = [];
    expect(await headroom('runs --last 2 --json')).toBe(0);
    expect(JSON.parse(said.join('\n'))).toMatchObject({ runs: [{ runId: second }, { runId: third }] });
    said = [];
    for (let i = 3; i < 50; i++) writeRun(out, { createdAt: newYear + i * day });
    await headroom('runs');
    expect(said.join('\n')).toContain('There are more: these are the newest 40.');
    said = [];
    await headroom('runs --preset full');
    expect(said).toEqual([`None of the 50 runs in ${out} is such a run.`]);
  });

  it('says that there are none', async () => {
    expect(await runCli(['runs', '--out', folder])).toBe(0);
    expect(await runCli(['runs', '--out', join(folder, 'nowhere')])).toBe(0);
    expect(said.at(-1)).toMatch(/Make one with: npm exec headroom -- run --out \S+$/);
  });

  it('refuses what it cannot understand with 2 and one line', async () => {
    expect(await headroom('runs --since yesterday')).toBe(2);
    expect(await headroom('runs latest')).toBe(2);
    expect(complaints).toEqual([
      expect.stringMatching(/^BENCH_CONFIG_INVALID: --since is "yesterday"/),
      expect.stringMatching(/^BENCH_USAGE_INVALID/),
    ]);
  });
});

describe('headroom runs delete', () => {
  it('shows what would go, and deletes only when told so', async () => {
    expect(await headroom(`runs delete ${first}`)).toBe(0);
    expect(said[0]).toMatch(new RegExp(`^${first} +[\\d.]+ KiB`));
    expect(said.at(-1)).toMatch(/^Nothing was deleted\. --yes deletes 1 run and frees [\d.]+ KiB\.$/);
    expect(isThere(first)).toBe(true);
    expect(await runCli(['runs', '--out', out, 'delete', first, '--yes'])).toBe(0);
    expect(said.at(-1)).toMatch(/^Deleted 1 run/);
    expect([first, second, third].map(isThere)).toEqual([false, true, true]);
    expect(readlinkSync(join(out, 'latest'))).toBe(third);
  });

  it('keeps latest at the newest one that is left', async () => {
    await headroom('runs delete latest --yes');
    expect(isThere(third)).toBe(false);
    expect(readlinkSync(join(out, 'latest'))).toBe(second);
    await headroom(`runs delete ${second} ${first} --yes`);
    expect(existsSync(join(out, 'latest'))).toBe(false);
    expect(() => readlinkSync(join(out, 'latest'))).toThrow();
  });

  it('takes filters of its own', async () => {
    vi.useFakeTimers({ now: (newYear + 90 * day + 1.5 * day) * 1000, toFake: ['Date'] });
    await headroom('runs delete --older-than 90d --yes');
    expect([first, second, third].map(isThere)).toEqual([false, false, true]);
    await headroom('runs delete --preset quick --yes');
    expect(said.at(-1)).toBe('There is no such run to delete.');
    await headroom('runs delete --preset article --yes');
    expect(isThere(third)).toBe(false);
  });

  it.each([
    ['', /BENCH_USAGE_INVALID: runs delete was given neither/],
    [` ${first} --older-than 1d`, /BENCH_USAGE_INVALID: runs delete was given both/],
    [' ../results', /BENCH_RESULTS_RUN_NOT_FOUND: there is no run "\.\.\/results"/],
    [` ${first}/trials`, /BENCH_RESULTS_RUN_NOT_FOUND/],
    [` ./${first}`, /BENCH_RESULTS_RUN_NOT_FOUND/],
    [' ..', /BENCH_RESULTS_RUN_NOT_FOUND/],
    [' .', /BENCH_RESULTS_RUN_NOT_FOUND/],
    [' noise', /BENCH_RESULTS_RUN_NOT_FOUND/],
    [` ${first} 20260199-000000-article`, /BENCH_RESULTS_RUN_NOT_FOUND.*nothing was deleted.*Did you mean/],
  ])('refuses%s, and deletes nothing', async (words, message) => {
    mkdirSync(join(out, 'noise'));
    expect(await headroom(`runs delete${words} --yes`)).toBe(2);
    expect(complaints).toEqual([expect.stringMatching(message)]);
    expect([first, second, third].map(isThere)).toEqual([true, true, true]);
    expect(existsSync(join(out, 'noise'))).toBe(true);
  });

  it('never follows a link out of the results', async () => {
    mkdirSync(join(folder, 'precious'));
    writeFileSync(join(folder, 'precious', 'manifest.json'), '{}');
    symlinkSync(join(folder, 'precious'), join(out, 'linked'));
    symlinkSync(join(folder, 'precious'), join(out, first, 'trials', 'linked'));
    expect(await headroom('runs delete linked --yes')).toBe(2);
    expect(complaints).toEqual([expect.stringMatching(/"linked" is a link/)]);
    expect(await headroom(`runs delete ${first} --yes`)).toBe(0);
    expect(existsSync(join(out, first))).toBe(false);
    expect(existsSync(join(folder, 'precious', 'manifest.json'))).toBe(true);
  });

  it('leaves alone what is being carried out', async () => {
    const unlock = lockRun({ ...{ runId: second, path: join(out, second) } } as Parameters<
      typeof lockRun
    >[0]);
    expect(await headroom(`runs delete ${first} ${second} --yes`)).toBe(3);
    expect(complaints).toEqual([expect.stringMatching(/BENCH_PREFLIGHT_BUSY.*nothing was deleted/)]);
    expect([first, second].map(isThere)).toEqual([true, true]);
    await headroom('runs delete --preset article --yes');
    expect(said).toContainEqual(`${second} is being carried out and stays.`);
    expect([first, second, third].map(isThere)).toEqual([false, true, false]);
    expect(readlinkSync(join(out, 'latest'))).toBe(second);
    unlock();
  });

  it('says what to do about the lock of another machine', async () => {
    const holder = { pid: 7, startedAt: null, host: 'elsewhere', token: 'x' };
    mkdirSync(join(out, first, '.lock'));
    writeFileSync(join(out, first, '.lock', 'holder'), JSON.stringify(holder));
    await headroom('runs');
    expect(said.join()).toContain('running (process 7 of the machine elsewhere)');
    expect(await headroom(`runs delete ${first} --yes`)).toBe(3);
    expect(complaints[0]).toMatch(
      /process 7 of the machine elsewhere .* nothing was deleted.* remove \S+\.lock\.$/,
    );
    expect(isThere(first)).toBe(true);
  });

  it('deletes damaged folders by name only', async () => {
    mkdirSync(join(out, 'broken'));
    await headroom('runs delete --until 2030-01-01 --yes');
    expect(existsSync(join(out, 'broken'))).toBe(true);
    expect(await headroom('runs delete broken --yes')).toBe(0);
    expect(existsSync(join(out, 'broken'))).toBe(false);
  });

  it('deletes a run whose journal cannot be read by name only', async () => {
    const journal = join(out, second, 'trials.ndjson');
    rmSync(journal);
    mkdirSync(journal);
    await headroom('runs delete --preset article --yes');
    expect(said).toContainEqual(`${second} is damaged and stays: delete it by its name.`);
    expect([first, second, third].map(isThere)).toEqual([false, true, false]);
    expect(await headroom(`runs delete ${second} --yes`)).toBe(0);
    expect(isThere(second)).toBe(false);
  });

  it('deletes the others where one cannot be deleted, and says which', async () => {
    const real = fs.rmSync;
    vi.spyOn(fs, 'rmSync').mockImplementation((path, options) => {
      if (path !== join(out, second)) return real(path, options);
      throw Object.assign(new Error('made up'), { code: 'EIO', syscall: 'rm' });
    });
    expect(await headroom(`runs delete ${first} ${second} ${third} --yes`)).toBe(3);
    expect(complaints).toEqual([
      expect.stringMatching(
        new RegExp(
          `^BENCH_RESULTS_NOT_WRITABLE: ${join(out, second)} cannot be written \\(EIO.* 2 of 3 runs were deleted\\.$`,
        ),
      ),
    ]);
    expect([first, second, third].map(isThere)).toEqual([false, true, false]);
    expect(readlinkSync(join(out, 'latest'))).toBe(second);
  });

  it('leaves a folder named latest alone, which is no run though it may be the copy of one', async () => {
    rmSync(join(out, 'latest'));
    mkdirSync(join(out, 'latest'));
    expect(await headroom(`runs delete ${first} --yes`)).toBe(0);
    expect(existsSync(join(out, 'latest'))).toBe(true);
    expect(await headroom('runs delete latest --yes')).toBe(2);
    writeRun(join(out, 'latest', '..'), { runId: 'latest' });
    expect(await headroom('runs delete --older-than 0d --yes')).toBe(0);
    expect(existsSync(join(out, 'latest', 'manifest.json'))).toBe(true);
  });

  it('mends a link latest that names itself', async () => {
    rmSync(join(out, 'latest'));
    symlinkSync('latest', join(out, 'latest'));
    expect(await headroom(`runs delete ${first} --yes`)).toBe(0);
    expect(readlinkSync(join(out, 'latest'))).toBe(third);
  });

  it('says when a pair is parted', async () => {
    writeRun(out, { runId: 'one', pair: { role: 'base', otherRunId: 'two', gates: [] } });
    writeRun(out, { runId: 'two', pair: { role: 'head', otherRunId: 'one', gates: [] } });
    await headroom('runs delete one');
    expect(said).toContainEqual('one is one of a pair; two stays.');
    said = [];
    await headroom('runs delete one two');
    expect(said.join('\n')).not.toContain('pair');
  });
});
