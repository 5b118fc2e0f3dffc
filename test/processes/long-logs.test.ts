import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { expect, it } from 'vitest';
import { mostLogBytes } from '../../bench/runtime/log-limit.ts';
import { startChild } from '../../bench/runtime/native/child.ts';
import { testLab } from '../support/lab.ts';

const mebibyte = 1024 ** 2;

it('keeps a program that writes 500 MiB from filling the disk, or the memory', {
  timeout: 300_000,
}, async () => {
  const log = join(mkdtempSync(join(tmpdir(), 'headroom-log-')), 'subject.log');
  // After each 50 MiB it waits until its log has been cut.
  const script = `
    const { fstatSync, writeSync } = require('node:fs');
    const line = 'x'.repeat(1023) + '\\n';
    const write = (left) => {
      if (left === 0) return writeSync(1, 'the last line\\n');
      if (fstatSync(1).size > 25 * 1024 ** 2) return setTimeout(write, 20, left);
      for (let i = 0; i < 50; i++) writeSync(1, line.repeat(1024));
      setTimeout(write, 20, left - 1);
    };
    writeSync(1, 'the first line\\n');
    write(10);`;
  const memory = process.memoryUsage().rss;
  const child = await startChild([process.execPath, '--eval', script], {}, log);
  let largest = 0;
  let ended = false;
  const exited = child.exited.finally(() => {
    ended = true;
  });
  while (!ended) {
    largest = Math.max(largest, statSync(log).size);
    await pause(20);
  }
  expect((await exited).lastWords).toMatch(/the last line\n$/);
  await child.stop(1);
  const text = readFileSync(log, 'utf8');
  expect(text).toMatch(/^the first line\nx+\n/);
  expect(text).toMatch(/\n… (490|491) MiB left out … *\nx+\n/);
  expect(text.endsWith('\nthe last line\n')).toBe(true);
  expect(Buffer.byteLength(text)).toBeLessThan(mostLogBytes + mebibyte);
  expect(largest).toBeLessThan(80 * mebibyte);
  expect(process.memoryUsage().rss - memory).toBeLessThan(150 * mebibyte);
});

it('measures a service that logs too much, and keeps what it said first and last', {
  timeout: 300_000,
}, async () => {
  const lab = await testLab();
  const script = `
    const line = 'x'.repeat(1023) + '\\n';
    console.log('the first line');
    require('node:http')
      .createServer((_, answer) => process.stdout.write(line.repeat(15 * 1024), () => answer.end()))
      .listen(process.env.PORT);
    process.on('SIGTERM', () => process.exit(console.log('the last line')));`;
  const config = lab.configure({
    subjects: {
      mine: {
        command: ['node', '--eval', script],
        port: await freePort(),
        ready: '/',
        readyTimeout: '2m',
        endpoints: { '/': { workload: 'report', strategy: 'sync' } },
      },
    },
    thinkTime: { min: '20ms', max: '50ms' },
  });
  const flags = ['--subject', 'mine', '--vus', '1', '--duration', '4s', '--warmup', '0s'];
  const { exitCode, stderr } = await lab.run(['run', ...config, ...flags]);
  expect(exitCode, stderr).toBe(0);
  const [record] = lab.records();
  const log = join(lab.out, 'latest', 'trials', record?.trial.trialId ?? '', 'subject.log');
  const text = readFileSync(log, 'utf8');
  expect(text).toMatch(/^the first line\n/);
  expect(text).toMatch(/\n… \d+ MiB left out … *\n/);
  expect(text.endsWith('the last line\n')).toBe(true);
  expect(Buffer.byteLength(text)).toBeLessThan(mostLogBytes + mebibyte);
  expect(lab.report().complete).toBe(true);
});
