import { describe, expect, it } from 'vitest';
import { freePort } from '../../bench/fixtures/free-port.ts';
import { listenersOn } from '../../bench/runtime/native/ports.ts';
import { cellOf, testLab } from '../support/lab.ts';

/** Runs a service of one's own that is given as a script of Node and listens on PORT, at /x. */
async function runService(script: string, change: object, flags: readonly string[]) {
  const lab = await testLab();
  const port = await freePort();
  const mine = {
    command: ['node', '--eval', script],
    ...{ port, ready: '/healthz', readyTimeout: '30s' },
    endpoints: { '/x': { workload: 'x', strategy: 'sync' } },
    ...change,
  };
  const config = lab.configure({ baselines: false, order: 'listed', subjects: { mine } });
  const ended = await lab.run([
    'run',
    ...config,
    '--subject',
    'mine',
    '--duration',
    '2s',
    '--warmup',
    '0s',
    ...flags,
  ]);
  return { lab, port, ended };
}

describe('a service that starts in a way of its own', () => {
  it('is waited for where its health check takes longer than a second', async () => {
    const { ended } = await runService(
      `require('node:http').createServer((request, answer) => setTimeout(() => answer.end(), request.url === '/healthz' ? 1200 : 10)).listen(process.env.PORT, '127.0.0.1')`,
      {},
      ['--vus', '1'],
    );
    expect(ended.exitCode, ended.stderr).toBe(0);
  });

  it('is told that it listens on ::1 alone', async () => {
    const { ended, lab } = await runService(
      `require('node:http').createServer((_, answer) => answer.end()).listen(process.env.PORT, '::1')`,
      { readyTimeout: '2s' },
      ['--vus', '1'],
    );
    expect(ended.exitCode).toBe(4);
    expect(lab.report().excluded[0]?.reason).toMatchObject({
      code: 'BENCH_SUBJECT_NOT_READY',
      message: expect.stringContaining('It listens on ::1 alone'),
    });
  });

  it('is measured, and ended, where it has left the program that was started', async () => {
    const server = `const { createServer } = require('node:http'); createServer((_, answer) => { const until = performance.now() + 5; while (performance.now() < until); answer.end(); }).listen(process.env.PORT, '127.0.0.1')`;
    const { ended, lab, port } = await runService(
      `require('node:child_process').spawnSync('sh', ['-c', 'setsid "$0" --eval "$1" >/dev/null 2>&1 &', process.execPath, ${JSON.stringify(server)}]); setInterval(() => {}, 1000)`,
      {},
      ['--vus', '1,2'],
    );
    expect(ended.exitCode, ended.stderr).toBe(0);
    expect(lab.report().excluded).toEqual([]);
    for (const cell of lab.report().cells) expect(cell.subjectCpuSecondsPerRequest).toBeGreaterThan(0.002);
    expect(listenersOn(port)).toEqual([]);
  });
});

describe('a loop that is blocked', () => {
  const blocked = `const cell = new Int32Array(new SharedArrayBuffer(4)); require('node:http').createServer((request, answer) => { if (request.url === '/x') Atomics.wait(cell, 0, 0, 50); answer.end(); }).listen(process.env.PORT, '127.0.0.1', 1024)`;
  const flags = ['--vus', '30', '--duration', '4s', '--warmup', '1s'];

  it('lets in one new connection a turn, so that some users are never answered', async () => {
    const { ended, lab } = await runService(blocked, { bystander: '/noop' }, [...flags, '--bystanders', '0']);
    expect(ended.exitCode, ended.stderr).toBe(0);
    const cell = cellOf(lab.report(), '/x', 30);
    expect(cell.users).toMatchObject({ there: 30, fewestAnswers: 0 });
    expect(cell.users?.answered).toBeLessThan(20);
    expect(cell.users?.mostAnswers).toBeGreaterThan(4);
    expect(cell.warnings.map(({ code }) => code)).toContain('starved');
    expect(ended.stdout).toMatch(/of 30 users were not answered at all/);
  });

  it('serves all of them in turn where they were connected before', async () => {
    const { ended, lab } = await runService(blocked, { bystander: '/noop' }, [
      ...flags,
      ...['--bystanders', '0', '--connections', 'before'],
    ]);
    expect(ended.exitCode, ended.stderr).toBe(0);
    const cell = cellOf(lab.report(), '/x', 30);
    expect(cell.users).toMatchObject({ there: 30, answered: 30 });
    // 80 answers in all.
    expect(cell.users?.fewestAnswers).toBeGreaterThanOrEqual(1);
    expect(cell.users?.mostAnswers).toBeLessThanOrEqual(5);
    expect(cell.warnings.map(({ code }) => code)).not.toContain('starved');
  });
});
