import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Problem, problemSchema, type RunRow, runRowsSchema } from '@headroom/contract/live.ts';
import { extract } from 'tar';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { trialOf } from '../analyse/fixtures/records.ts';
import { lockRun } from '../collect/run-lock.ts';
import { asPlainUser } from '../fixtures/as-plain-user.ts';
import { documentOf } from '../report/html/document.ts';
import { html } from '../report/html/escape.ts';
import { writeRun } from '../runs/fixtures/results-folder.ts';
import { aStart, type LiveServer, liveServer } from './fixtures/live-server.ts';

const newYear = 1_767_225_600;
const day = 86_400;
const first = '20260101-000000-article';
const second = '20260102-000000-article';
const inHand = '20260102-000000-live';

let server: LiveServer;
beforeEach(async () => {
  server = await liveServer();
});
afterEach(async () => {
  vi.useRealTimers();
  await server.app.close();
});

const problemOf = (answer: { body: string }): Problem => problemSchema.parse(JSON.parse(answer.body));
const rows = async (): Promise<RunRow[]> =>
  runRowsSchema.parse((await server.ask('GET', '/api/runs')).json()).runs;
const idsOf = (runs: readonly RunRow[]) => runs.map(({ runId }) => runId);
const report = documentOf('A report', html`<p>What was measured.</p>`);

function writeReported(runId: string, createdAt = newYear) {
  const folder = writeRun(server.out, { runId, createdAt });
  writeFileSync(folder.reportHtml, report);
  writeFileSync(folder.reportJson, '{"schemaVersion":1}');
  return folder;
}

describe('the list of runs', () => {
  it('is empty where there are none, and where there is no folder yet', async () => {
    expect(await rows()).toEqual([]);
    mkdirSync(server.out);
    expect(await rows()).toEqual([]);
  });

  it('has the newest first, with what they measured in words', async () => {
    const trials = ['/sync', '/async'].flatMap((path) =>
      [100, 1, 10].map((users) => trialOf(path as '/sync', users)),
    );
    writeReported(first);
    writeRun(server.out, { runId: second, createdAt: newYear + day, trials, records: [] });
    expect(await rows()).toEqual([
      {
        runId: second,
        createdAt: newYear + day,
        preset: 'article',
        words: 'nest /sync, /async at 1, 10, 100 users; 6 of 6 trials still to be run',
        state: 'incomplete',
        trials: 6,
        hasReport: false,
      },
      {
        runId: first,
        createdAt: newYear,
        preset: 'article',
        words: 'nest /async at 1 user',
        state: 'complete',
        trials: 1,
        hasReport: true,
      },
    ]);
  });

  it('has the one in hand as running, whatever lies there, and one of another process too', async () => {
    writeReported(inHand);
    const other = writeReported(first);
    await server.conductor.start(aStart);
    const unlock = lockRun(other);
    expect((await rows()).map(({ runId, state, hasReport }) => [runId, state, hasReport])).toEqual([
      [inHand, 'running', false],
      [first, 'running', true],
    ]);
    unlock();
    server.conductor.stop();
    expect((await rows()).map(({ state }) => state)).toEqual(['complete', 'complete']);
  });

  it('says what is wrong with those that are damaged', async () => {
    mkdirSync(join(server.out, 'empty'), { recursive: true });
    const folder = writeRun(server.out, { runId: first });
    writeFileSync(folder.journal, 'no record\n');
    const cut = writeRun(server.out, { runId: second });
    writeFileSync(cut.manifest, '{"schemaVersion":1');
    expect((await rows()).map(({ runId, state, words }) => [runId, state, words])).toEqual([
      [second, 'damaged', expect.stringMatching(/^It cannot be read: manifest\.json/)],
      [first, 'damaged', 'nest /async at 1 user; 1 line of its journal cannot be read'],
      ['empty', 'damaged', 'It cannot be read: it has no manifest.json'],
    ]);
  });

  it('has all others where one cannot be read', async () => {
    for (const [i, runId] of [first, second, 'third'].entries()) {
      writeRun(server.out, { runId, createdAt: newYear + i * day });
    }
    const journalOf = (runId: string) => join(server.out, runId, 'trials.ndjson');
    rmSync(journalOf(second));
    mkdirSync(journalOf(second));
    for (const name of ['trials.ndjson', 'report.html']) {
      rmSync(join(server.out, 'third', name), { force: true });
      symlinkSync(name, join(server.out, 'third', name));
    }
    expect((await rows()).map(({ runId, state, words }) => [runId, state, words])).toEqual([
      ['third', 'damaged', expect.stringMatching(/^It cannot be read: .*ELOOP/)],
      [second, 'damaged', expect.stringMatching(/^It cannot be read: .*EISDIR: a folder lies there/)],
      [first, 'complete', 'nest /async at 1 user'],
    ]);
    rmSync(journalOf(second), { recursive: true });
    writeFileSync(journalOf(second), readFileSync(journalOf(first)));
    expect((await rows())[1]?.state).toBe('complete');
  });

  it('looks anew at a run that has changed, and forgets one that is gone', async () => {
    const folder = writeRun(server.out, { runId: first, records: [] });
    const whole = readFileSync(writeRun(server.out, { runId: second }).journal);
    expect((await rows()).map(({ state }) => state)).toEqual(['complete', 'incomplete']);
    writeFileSync(folder.journal, whole);
    expect((await rows()).map(({ state }) => state)).toEqual(['complete', 'complete']);
    await server.ask('DELETE', `/api/runs/${second}`);
    expect(idsOf(await rows())).toEqual([first]);
  });

  it('ends after the newest 200', async () => {
    for (let i = 0; i < 203; i++) writeRun(server.out, { createdAt: newYear + i * day, trials: [] });
    const found = idsOf(await rows());
    expect(found).toHaveLength(200);
    expect([found[0], found.at(-1)]).toEqual(['20260722-000000-article', '20260104-000000-article']);
  });

  it('leaves out what leads out of the folder, and the noise beside the runs', async () => {
    writeRun(server.out, { runId: first });
    mkdirSync(join(server.out, 'noise'));
    symlinkSync(server.folder, join(server.out, 'linked'));
    symlinkSync(first, join(server.out, 'latest'));
    expect(idsOf(await rows())).toEqual([first]);
  });
});

describe('the files of a run', () => {
  it('are its report, which runs nothing but its own script, and its figures', async () => {
    writeReported(first);
    symlinkSync(first, join(server.out, 'latest'));
    for (const id of [first, 'latest']) {
      const page = await server.ask('GET', `/runs/${id}/report.html`);
      expect([page.statusCode, page.body]).toEqual([200, report]);
      const [, own = 'none'] = /Policy" content="([^"]+)"/.exec(report) ?? [];
      const policy = String(page.headers['content-security-policy']);
      expect(policy.startsWith(`${own}; frame-ancestors 'none'; sandbox`)).toBe(true);
      expect(page.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
      });
      const figures = await server.ask('GET', `/runs/${id}/report.json`);
      expect(figures.json()).toEqual({ schemaVersion: 1 });
      expect(figures.headers['content-type']).toContain('application/json');
    }
  });

  it('are not there before there is a report, nor of the one in hand', async () => {
    writeRun(server.out, { runId: first });
    const none = await server.ask('GET', `/runs/${first}/report.html`);
    expect([none.statusCode, problemOf(none)]).toEqual([
      404,
      {
        code: 'BENCH_SERVE_NOT_FOUND',
        message: `${first} has no report.html yet: it is written when the run ends.`,
        fields: [],
      },
    ]);
    writeReported(inHand);
    await server.conductor.start(aStart);
    for (const file of ['report.html', 'report.json']) {
      const answer = await server.ask('GET', `/runs/${inHand}/${file}`);
      expect([answer.statusCode, problemOf(answer).message]).toEqual([
        404,
        `${inHand} is in hand: its report is written when it ends.`,
      ]);
    }
  });

  it.each(['manifest.json', 'trials.ndjson', '.lock', 'report.html/..%2fmanifest.json', 'trials', ''])(
    'are no others: %j',
    async (file) => {
      writeReported(first);
      const answer = await server.ask('GET', `/runs/${first}/${file}`);
      expect([answer.statusCode, problemOf(answer).code]).toEqual([404, 'BENCH_SERVE_NOT_FOUND']);
    },
  );

  it.each(['report.html', 'report.json'])('are no links to elsewhere: %s', async (file) => {
    const folder = writeRun(server.out, { runId: first });
    symlinkSync(join(server.folder, 'precious.txt'), join(folder.path, file));
    const answer = await server.ask('GET', `/runs/${first}/${file}`);
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain('beyond price');
  });

  it('are no pipes that nobody writes to', async () => {
    const folder = writeRun(server.out, { runId: first });
    execFileSync('mkfifo', [folder.reportHtml]);
    expect((await server.ask('GET', `/runs/${first}/report.html`)).statusCode).toBe(404);
  });
});

const hostile = [
  '..',
  '%2e%2e',
  '..%2f..',
  '%2e%2e%2fprecious',
  '..%2Fresults%2F20260101-000000-article',
  '.%2F20260101-000000-article',
  '20260101-000000-article%2F..%2F20260101-000000-article',
  '%2Fetc',
  '..%5c..',
  '20260101-000000-article%00',
  '20260101-000000-article%0A',
  '__proto__',
  'noise',
  'linked',
];

describe('a name that is no run', () => {
  it.each(hostile)('reaches nothing: %s', async (name) => {
    writeReported(first);
    mkdirSync(join(server.out, 'noise'));
    mkdirSync(join(server.folder, 'elsewhere'));
    writeRun(server.folder, { runId: 'elsewhere' });
    writeFileSync(join(server.folder, 'elsewhere', 'report.html'), report);
    symlinkSync(join(server.folder, 'elsewhere'), join(server.out, 'linked'));
    for (const [method, url] of [
      ['GET', `/runs/${name}/report.html`],
      ['GET', `/runs/${name}/report.json`],
      ['GET', `/runs/${name}/download`],
      ['GET', `/runs/${name}/compare/${first}`],
      ['GET', `/runs/${first}/compare/${name}`],
      ['POST', `/api/runs/${name}/resume`],
      ['DELETE', `/api/runs/${name}`],
    ] as const) {
      const answer = await server.ask(method, url);
      expect([method, url, answer.statusCode]).toEqual([method, url, 404]);
      expect(problemOf(answer).code).toMatch(/_NOT_FOUND$/);
    }
    expect(server.conductor.current()).toBeNull();
    expect(existsSync(join(server.folder, 'elsewhere', 'report.html'))).toBe(true);
    expect(existsSync(join(server.out, first, 'report.html'))).toBe(true);
    expect(existsSync(join(server.folder, 'precious.txt'))).toBe(true);
  });
});

describe('the download of a run', () => {
  async function unpacked(runId: string) {
    const answer = await server.ask('GET', `/runs/${encodeURIComponent(runId)}/download`);
    const file = join(server.folder, 'run.tar.gz');
    const into = join(server.folder, 'unpacked');
    mkdirSync(into);
    writeFileSync(file, answer.rawPayload);
    await extract({ file, cwd: into, strict: true });
    return { answer, into };
  }

  it('is its folder, packed', async () => {
    const folder = writeReported(first);
    const { answer, into } = await unpacked(first);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/gzip',
      'content-disposition': `attachment; filename="${first}.tar.gz"`,
      'cache-control': 'no-store',
    });
    expect(readdirSync(into)).toEqual([first]);
    expect(readFileSync(join(into, first, 'trials.ndjson'))).toEqual(readFileSync(folder.journal));
    expect(readdirSync(join(into, first, 'trials', 'nest-async-1vu-r1'))).toHaveLength(5);
  });

  it('follows no link out of it, waits for no pipe, and leaves the lock where it is', async () => {
    const folder = writeReported(first);
    symlinkSync(join(server.folder, 'precious.txt'), join(folder.path, 'file'));
    symlinkSync(server.folder, join(folder.path, 'trials', 'folder'));
    execFileSync('mkfifo', [join(folder.path, 'pipe')]);
    writeFileSync(join(folder.path, '@list'), 'precious.txt');
    linkSync(folder.reportHtml, join(folder.path, 'same.html'));
    const unlock = lockRun(folder);
    const { answer, into } = await unpacked(first);
    unlock();
    expect(readdirSync(join(into, first)).sort()).toEqual([
      '@list',
      'manifest.json',
      'report.html',
      'report.json',
      'same.html',
      'trials',
      'trials.ndjson',
    ]);
    expect(readdirSync(join(into, first, 'trials'))).toEqual(['nest-async-1vu-r1']);
    expect(gunzipSync(answer.rawPayload).includes('beyond price')).toBe(false);
  });

  it('leaves out what cannot be read, and says so by its name', async () => {
    const folder = writeReported(first);
    chmodSync(folder.journal, 0);
    const { answer, into } = await asPlainUser(server.folder, () => unpacked(first));
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="${first}-without-1-unreadable-file.tar.gz"`,
    );
    expect(readdirSync(join(into, first)).sort()).toEqual([
      'manifest.json',
      'report.html',
      'report.json',
      'trials',
    ]);
  });

  it.each([
    ['@name', '_name'],
    ['-rf', '-rf'],
    ['a"b', 'a_b'],
    ['a\r\nset-cookie: x', 'a__set-cookie__x'],
    ['.hidden', '_hidden'],
    ['-läufe-', '-l_ufe-'],
  ])('has a plain name where the run has none: %j', async (runId, name) => {
    writeReported(runId);
    const { answer, into } = await unpacked(runId);
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="${name}.tar.gz"`);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(readdirSync(into)).toEqual([name]);
    expect(existsSync(join(into, name, 'report.html'))).toBe(true);
  });
});

describe('two runs as one page', () => {
  it('are shown with the policy of that page', async () => {
    writeReported(first);
    writeReported(second, newYear + day);
    const page = await server.ask('GET', `/runs/${first}/compare/${second}`);
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.body).toContain(first);
    expect(page.body).toContain(second);
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-.*script-src 'sha256-.*frame-ancestors 'none'; sandbox/,
    );
    expect(readdirSync(join(server.out, second)).filter((name) => name.startsWith('report-vs'))).toEqual([]);
  });

  it('are none while one of them is in hand, or cannot be read', async () => {
    writeReported(first);
    writeReported(inHand);
    writeFileSync(writeRun(server.out, { runId: second }).journal, 'no record\n');
    await server.conductor.start(aStart);
    expect((await server.ask('GET', `/runs/${first}/compare/${inHand}`)).statusCode).toBe(404);
    const damaged = await server.ask('GET', `/runs/${first}/compare/${second}`);
    expect([damaged.statusCode, problemOf(damaged).code]).toEqual([500, 'BENCH_RESULTS_DAMAGED']);
  });

  it('are not made by the dozen', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    for (let i = 0; i < 10; i++) await server.ask('GET', `/runs/x/compare/y`);
    expect((await server.ask('GET', `/runs/x/compare/y`)).statusCode).toBe(429);
    expect((await server.ask('GET', '/api/lab')).statusCode).toBe(200);
  });
});

describe('deleting and resuming', () => {
  it('deletes the run that was named, damaged ones too, and no other', async () => {
    for (const runId of [first, second]) writeRun(server.out, { runId });
    mkdirSync(join(server.out, 'broken\nname'));
    const deleted = await server.ask('DELETE', `/api/runs/${first}`);
    expect([deleted.statusCode, deleted.body]).toEqual([204, '']);
    expect((await server.ask('DELETE', `/api/runs/${first}`)).statusCode).toBe(404);
    expect((await server.ask('DELETE', '/api/runs/broken%0Aname')).statusCode).toBe(204);
    expect(readdirSync(server.out)).toEqual([second]);
  });

  it('deletes neither the one in hand, by whatever name, nor one of another process', async () => {
    writeReported(inHand);
    const other = writeReported(first);
    symlinkSync(inHand, join(server.out, 'latest'));
    await server.conductor.start(aStart);
    const unlock = lockRun(other);
    for (const [id, code] of [
      [inHand, 'BENCH_SERVE_BUSY'],
      ['latest', 'BENCH_SERVE_BUSY'],
      [first, 'BENCH_PREFLIGHT_BUSY'],
    ] as const) {
      const answer = await server.ask('DELETE', `/api/runs/${id}`);
      expect([answer.statusCode, problemOf(answer).code]).toEqual([409, code]);
    }
    unlock();
    expect([inHand, first].map((id) => existsSync(join(server.out, id, 'report.html')))).toEqual([
      true,
      true,
    ]);
  });

  it('names no file that no system could hold', async () => {
    const answer = await server.ask('DELETE', `/api/runs/${'a'.repeat(256)}`);
    expect([answer.statusCode, problemOf(answer).code]).toEqual([404, 'BENCH_RESULTS_RUN_NOT_FOUND']);
  });

  it('shows a page to somebody who followed a link to what is gone', async () => {
    const answer = await server.app.inject({
      url: '/runs/%3Cscript%3E/report.html',
      headers: { host: '127.0.0.1:8089', accept: 'text/html,*/*' },
    });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(answer.body).toMatch(/<p>there is no run &quot;&lt;script&gt;&quot; in .*<a href="\/">/);
  });

  it('goes on with a run that was stopped, unless another is in hand', async () => {
    writeRun(server.out, { runId: first, records: [] });
    symlinkSync(first, join(server.out, 'latest'));
    const answer = await server.ask('POST', '/api/runs/latest/resume');
    expect([answer.statusCode, answer.json()]).toEqual([202, { runId: first }]);
    const again = await server.ask('POST', `/api/runs/${first}/resume`);
    expect([again.statusCode, problemOf(again).code]).toEqual([409, 'BENCH_SERVE_BUSY']);
  });
});
