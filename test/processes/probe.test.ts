import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/expect-refusal.ts';
import { findProcess, type TestLab, testLab } from '../support/lab.ts';
import { resultIn } from '../support/probe-result.ts';
import { type ProbeServer, startProbeServer } from '../support/probe-server.ts';

const quick = ['--duration', '1s', '--users-max', '2'];

let lab: TestLab;
let server: ProbeServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
  // Whatever went wrong, nothing may be left of it.
  expect(lab.leftovers()).toEqual([]);
});

async function serve(file: string): Promise<ProbeServer> {
  lab = await testLab();
  server = await startProbeServer(file);
  return server;
}

/** Every file of the results, with what it holds. */
const filesOf = (folder: string): { file: string; content: string }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, content: readFileSync(file, 'latin1') }));

it('sends headers, body and query, and keeps no value of them', async () => {
  const { origin } = await serve('faulty.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'headroom-test-'));
  const [headers, body] = [join(folder, 'headers.txt'), join(folder, 'body.json')];
  writeFileSync(headers, 'X-Api-Key: k3y-of-file\nAccept: application/json\n');
  writeFileSync(body, '{"card":"b0dy-value"}');
  const ended = await lab.run(
    [
      ...['probe', `${origin}/guarded?token=qu3ry-value`, ...quick, '-X', 'POST'],
      ...['--header-file', headers, '--header-env', 'Authorization=PROBE_TOKEN', '--body-file', body],
      ...['--expect-contains', 'welcome', '--bystander', `${origin}/ok?who=byst4nder-value`],
    ],
    { PROBE_TOKEN: 'Bearer t0ken-value' },
  );
  expect(ended.exitCode, ended.stderr).toBe(0);
  expect(ended.stdout).toContain(`POST ${origin}/guarded?…`);
  expect(ended.stdout).toMatch(/Who asks for .*\/ok\?… waits/);
  const secrets = /k3y-of-file|b0dy-value|qu3ry-value|t0ken-value|byst4nder-value/;
  expect(ended.stdout + ended.stderr).not.toMatch(secrets);
  const files = filesOf(lab.out);
  expect(files.length).toBeGreaterThan(8);
  expect(files.filter(({ content }) => secrets.test(content)).map(({ file }) => file)).toEqual([]);
  const [record] = lab.records();
  expect(record?.trial.request).toEqual({
    method: 'POST',
    path: '/guarded?…',
    body: null,
    expectedStatus: 200,
    expectedBody: null,
  });
});

it('is a run that can be listed and shown, and not resumed', async () => {
  const { origin } = await serve('faulty.mjs');
  const json = join(mkdtempSync(join(tmpdir(), 'headroom-test-')), 'probe.json');
  const ended = await lab.run([
    ...['probe', `${origin}/ok`, '--duration', '1s', '--expect-body', 'right', '--json', json],
    ...lab.configure({ usersMax: 2 }),
  ]);
  expect(ended.exitCode, ended.stderr).toBe(0);
  const { runId, levels, complete } = resultIn(readFileSync(json, 'utf8'));
  expect(levels).toMatchObject([
    { users: { there: 1, answered: 1 }, failedRequests: 0 },
    { users: { there: 2, answered: 2 } },
  ]);
  expect(complete).toBe(true);
  expect((await lab.run(['runs'])).stdout).toContain(runId);
  expect((await lab.run(['report', runId])).stdout).toContain('How it serves several at once');
  expectRefusal(await lab.run(['resume', runId]), 2, /BENCH_CONFIG_INVALID: .* is a probe/);
  expect(lab.report().scaling).toHaveLength(1);
});

describe('what is refused before any load', () => {
  it.each([
    [
      'http://us3r:p4ss@127.0.0.1:1/x',
      [],
      2,
      /BENCH_CONFIG_INVALID: the URL holds a user name or a password/,
    ],
    ['127.0.0.1/x', [], 2, /the URL is "127.0.0.1\/x": expected a whole address/],
    ['http://192.0.2.1/', [], 2, /BENCH_PROBE_HOST_NOT_ALLOWED: .*192\.0\.2\.1.*--i-may-load 192\.0\.2\.1/],
    ['http://127.0.0.1:1/', ['--header-file', '/no/such/file'], 2, /BENCH_CONFIG_UNREADABLE.*ENOENT/],
    ['http://127.0.0.1:1/', ['--users-max', '5000'], 2, /--users-max is "5000": expected .* 1 to 1000/],
    ['http://127.0.0.1:1/', ['--rate', '1e9'], 2, /--rate/],
    ['http://127.0.0.1:1/', ['--json', '/no/such/folder/x.json'], 3, /BENCH_RESULTS_NOT_WRITABLE: --json is/],
    ['http://127.0.0.1:1/', ['--json', tmpdir()], 3, /--json is .*, which is a folder/],
    ['http://127.0.0.1:1/', ['--expct-status', '200'], 2, /Did you mean --expect-status/],
  ])('%s %j with %i', async (url, flags, exitCode, message) => {
    lab = await testLab();
    const ended = await lab.run(['probe', url, ...flags]);
    expectRefusal(ended, exitCode, message);
    expect(ended.stderr).not.toMatch(/us3r|p4ss/);
  });

  it('a port that nobody listens on', async () => {
    lab = await testLab();
    const url = `http://127.0.0.1:${await freePort()}/x?token=s3cret`;
    const ended = await lab.run(['probe', url]);
    expectRefusal(ended, 3, /BENCH_PROBE_NO_ANSWER: nobody listens at .*\/x\?…: expected a running service/);
    expect(ended.stderr).not.toContain('s3cret');
  });

  it.each([
    ['/silent', [], /BENCH_PROBE_NO_ANSWER: .* gave no answer within 1 s/],
    ['/endless', [], /BENCH_PROBE_NO_ANSWER: .* gave an answer that did not end/],
    [
      '/moved',
      [],
      /BENCH_PROBE_WRONG_ANSWER: .* status 302 and leads to http:\/\/192\.0\.2\.7\/elsewhere\?…, /,
    ],
    ['/error', [], /BENCH_PROBE_WRONG_ANSWER: .* status 500: expected 200/],
    ['/ok', ['--expect-status', '201'], /status 200: expected 201/],
    ['/ok', ['--expect-body', 'wrong'], /that is not that of --expect-body/],
    ['/ok', ['--bystander', 'BASE/error'], /--bystander \S+\/error answered status 500: expected 200\. Give/],
    ['/ok', ['--bystander', 'http://127.0.0.1:1/'], /nobody listens at http:\/\/127\.0\.0\.1:1\//],
    ['/ok', ['--metrics', 'http://127.0.0.1:1/'], /--metrics .* gave no page of metrics \(ECONNREFUSED\)/],
  ])('%s %j', async (path, flags, message) => {
    const { origin } = await serve('faulty.mjs');
    const given = flags.map((flag) => flag.replace('BASE', origin));
    expectRefusal(await lab.run(['probe', origin + path, '--timeout', '1s', ...given]), 3, message);
  });
});

describe('what goes wrong under load', () => {
  it('Ctrl-C ends it with 130 and tells what was measured', async () => {
    const { origin } = await serve('faulty.mjs');
    const probing = lab.start(['probe', `${origin}/ok`]);
    await probing.says(/2 users \.\.\./);
    await findProcess(({ command }) => command.includes(lab.out) && command.includes('k6'));
    probing.process.kill('SIGINT');
    const ended = await probing.ended;
    expectRefusal(ended, 130, /BENCH_RUN_INTERRUPTED: stopped by a signal, what was measured is told above/);
    expect(ended.stdout).toMatch(/users {2}answered {2}requests\/s[\s\S]*\n +1 /);
  });

  it('the death of k6 ends it with 4 and tells what was measured', async () => {
    const { origin } = await serve('faulty.mjs');
    const probing = lab.start(['probe', `${origin}/ok`]);
    await probing.says(/2 users \.\.\./);
    const pid = await findProcess(
      ({ command }) => command.includes(lab.out) && / run --no-usage-report/.test(command),
    );
    process.kill(pid, 'SIGKILL');
    const ended = await probing.ended;
    expectRefusal(ended, 4, /BENCH_RUN_CELLS_MISSING: probe-2vu was not measured: k6 was ended by SIGKILL/);
    expect(ended.stdout).toMatch(/users {2}answered {2}requests\/s[\s\S]*\n +1 /);
  });

  it('a service that goes away ends it with 3', async () => {
    const { origin, stop } = await serve('faulty.mjs');
    const probing = lab.start(['probe', `${origin}/ok`, '--duration', '1s']);
    await probing.says(/2 users \.\.\./);
    await stop();
    expectRefusal(await probing.ended, 3, /BENCH_PROBE_TARGET_FAILING: .* nobody listens at/);
  });

  it('a service that fails more than half for ten seconds ends it with 3', async () => {
    const { origin } = await serve('faulty.mjs');
    const ended = await lab.run(['probe', `${origin}/tiring`, '--duration', '30s', '--max-time', '2m']);
    expectRefusal(ended, 3, /BENCH_PROBE_TARGET_FAILING: \d+ of \d+ requests failed over 10 s/);
  });

  it('a service that soon limits even a lone user ends it with 3', async () => {
    const { origin } = await serve('faulty.mjs');
    const ended = await lab.run(['probe', `${origin}/limited`, '--duration', '1s']);
    expectRefusal(ended, 3, /BENCH_PROBE_TARGET_FAILING: \d+ of \d+ requests of a lone user failed.*--think/);
  });

  it('a level at which most fail is the last, and is told', async () => {
    const { origin } = await serve('faulty.mjs');
    const ended = await lab.run(['probe', `${origin}/shy`, '--duration', '2s', '--json', '-']);
    expect(ended.exitCode, ended.stderr).toBe(0);
    const { levels, warnings, classification } = resultIn(ended.stdout);
    expect(levels).toHaveLength(2);
    expect(classification).toBe('unknown');
    expect(warnings.map(({ code }) => code)).toContain('failed-requests');
  });
});

it('says that requests fail, and not that the machine is loud', async () => {
  const { origin } = await serve('rate-limited.mjs');
  const ended = await lab.run(['probe', origin, '--duration', '2s', '--users-max', '4', '--json', '-']);
  expect(ended.exitCode, ended.stderr).toBe(0);
  const [first] = resultIn(ended.stdout).advice;
  expect(first).toMatch(/^Requests failed \(\d+ of \d+ at \d users.* --think 1s asks less often/);
});

it('says so where the page of metrics tells nothing', async () => {
  const { origin } = await serve('faulty.mjs');
  const flags = [...quick, '--metrics', `${origin}/ok`, '--json', '-'];
  const ended = await lab.run(['probe', `${origin}/ok`, ...flags]);
  expect(resultIn(ended.stdout).warnings.map(({ code }) => code)).toContain('metrics-silent');
});
