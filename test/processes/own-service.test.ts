import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { afterEach, describe, expect, it } from 'vitest';
import expressExample from '../../examples/express/headroom.config.ts';
import fastifyExample from '../../examples/fastify/headroom.config.ts';
import { cellOf, type TestLab, testLab } from '../support/lab.ts';

const express = expressExample.subjects?.express;
const fastify = fastifyExample.subjects?.fastify;
const short = ['--duration', '3s', '--warmup', '1s'];

let lab: TestLab;
afterEach(() => {
  expect(lab.leftovers()).toEqual([]);
});

describe('the examples', { timeout: 300_000 }, () => {
  it('are measured as the lab measures its own', async () => {
    lab = await testLab();
    const config = lab.configure({
      subjects: {
        express: { ...express, port: await freePort() },
        fastify: { ...fastify, port: await freePort() },
      },
    });
    const run = ['run', ...config, '--subject', 'express,fastify', '--vus', '1,5', ...short];
    const { exitCode, stderr } = await lab.run(run);
    expect(exitCode, stderr).toBe(0);

    const report = lab.report();
    expect(report).toMatchObject({ complete: true, excluded: [], runtime: 'native' });
    expect(report.cells.map(({ subject, endpoint, vus }) => `${subject} ${endpoint} ${vus}`)).toEqual(
      [
        'express /login/async',
        'express /login/sync',
        'fastify /quote/async',
        'fastify /quote/post',
        'fastify /quote/sync',
      ].flatMap((name) => [`${name} 1`, `${name} 5`]),
    );
    for (const cell of report.cells) {
      expect(cell.failedRequests).toBe(0);
      expect(cell.throughputRps).toBeGreaterThan(0);
      expect(cell.subjectCpuSecondsPerRequest).toBeGreaterThan(0);
      expect(cell.bystander?.sent).toBeGreaterThan(0);
      expect(cell.warnings.map(({ code }) => code)).not.toContain('scrapes-unanswered');
    }
    expect(cellOf(report, '/login/sync', 5)).toMatchObject({
      ...{ workload: 'login', strategy: 'sync' },
      metricsScrapes: { attempted: 0, answered: 0, slowestSeconds: null },
    });
    expect(cellOf(report, '/quote/async', 5).metricsScrapes.answered).toBeGreaterThan(0);
    expect(
      report.verdicts.map(({ subject, workload, plain, other }) => [subject, workload, plain, other]),
    ).toEqual([
      ['express', 'login', '/login/sync', '/login/async'],
      ['fastify', 'quote', '/quote/sync', '/quote/async'],
    ]);
    expect(lab.records().every(({ trial }) => trial.baseline === false)).toBe(true);
  });
});

describe('a service of one’s own', () => {
  const report = { workload: 'report', strategy: 'sync' };
  const flags = ['--subject', 'mine', '--vus', '1', '--duration', '2s', '--warmup', '0s'];
  const configured = async (change: object) =>
    lab.configure({
      order: 'listed',
      subjects: {
        unused: { ...express, port: 1 },
        mine: {
          ...express,
          endpoints: { '/login/sync': report },
          port: await freePort(),
          readyTimeout: '3m',
          ...change,
        },
      },
    });

  it('is resumed after a stop, by the settings that it was made with', async () => {
    lab = await testLab();
    const config = await configured({});
    const running = lab.start(['run', ...config, ...flags, '--vus', '1,2']);
    await running.says(/2\/2 /);
    running.process.kill('SIGINT');
    expect((await running.ended).exitCode).toBe(130);
    const resumed = await lab.run(['resume', ...config]);
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(lab.report()).toMatchObject({ complete: true, excluded: [] });
    expect(lab.report().cells).toHaveLength(2);
    const manifest = JSON.parse(readFileSync(join(lab.out, 'latest', 'manifest.json'), 'utf8'));
    expect(Object.keys(manifest.subjects.own)).toEqual(['mine']);
  });

  const script = (text: string) => ({ command: ['node', '--eval', text] });
  const faults: [string, object, string, RegExp][] = [
    [
      'exits at once',
      script('throw new Error("no luck")'),
      'BENCH_SUBJECT_CRASHED',
      /ended with code 1 before it was ready; its last words: Error: no luck$/,
    ],
    [
      'never gets ready',
      { ready: '/nowhere', readyTimeout: '5s' },
      'BENCH_SUBJECT_NOT_READY',
      /\/nowhere gave status 404 for 5 s/,
    ],
    [
      'answers another body',
      { endpoints: { '/ping': { ...report, expectedBody: 'ping' } } },
      'BENCH_SUBJECT_WRONG_ANSWER',
      /\/ping answered status 200 and "pong"/,
    ],
    [
      'answers another status',
      { endpoints: { '/nothing': report } },
      'BENCH_SUBJECT_WRONG_ANSWER',
      /\/nothing answered status 404/,
    ],
    [
      'ends during the load',
      {
        ...script(
          'let asked = 0; require("node:http").createServer((_, answer) => { if (++asked > 5) throw new Error("enough"); answer.end(); }).listen(process.env.PORT)',
        ),
        bystander: undefined,
      },
      'BENCH_SUBJECT_EXITED',
      /its last words: Error: enough/,
    ],
  ];
  it.each(faults)('that %s is excluded with its reason', async (_, change, code, message) => {
    lab = await testLab();
    const { exitCode } = await lab.run(['run', ...(await configured(change)), ...flags]);
    expect(exitCode).toBe(4);
    const { reason } = lab.report().excluded[0] ?? {};
    expect(reason).toEqual({ code, message: expect.stringMatching(message) });
    expect(reason?.message).not.toContain('\n');
  });

  it('whose program is not there, or whose port is taken, is refused before the run', async () => {
    lab = await testLab();
    const missing = await lab.run(['run', ...(await configured({ command: ['no-such-program'] })), ...flags]);
    expect(missing.stderr).toMatch(
      /^BENCH_PREFLIGHT_BUILD: the program "no-such-program" of subjects\.mine\.command/,
    );
    expect(missing.exitCode).toBe(3);

    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const taken = await lab.run(['run', ...(await configured({ port })), ...flags]);
    other.close();
    expect(taken.stderr).toMatch(
      new RegExp(`Port ${port} is taken by .*Set subjects\\.mine\\.port in headroom\\.config\\.ts`),
    );
    expect(taken.exitCode).toBe(3);
  });

  it('inherits the secrets of the shell, which no file of a run holds', async () => {
    lab = await testLab();
    const echo = script(
      'require("node:http").createServer((_, answer) => answer.end(process.env.API_KEY?.length + process.env.HELLO)).listen(process.env.PORT)',
    );
    const config = await configured({
      ...echo,
      bystander: undefined,
      environment: { HELLO: ' hello' },
      endpoints: { '/': { ...report, expectedBody: '9 hello' } },
    });
    const { exitCode, stderr } = await lab.run(['run', ...config, ...flags], { API_KEY: 'a secret.' });
    expect(exitCode, stderr).toBe(0);
    expect(lab.report().cells).toMatchObject([{ endpoint: '/', subject: 'mine' }]);
    const files = readdirSync(join(lab.out, 'latest'), { recursive: true, withFileTypes: true });
    const written = files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'));
    expect(written.length).toBeGreaterThan(5);
    expect(written.filter((text) => text.includes('a secret.'))).toEqual([]);
  });
});
