import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { eventually } from '../../bench/fixtures/eventually.ts';
import { cellOf, findProcess, fixture, type TestLab, testLab } from '../support/lab.ts';

const load = ['run', '--endpoint', '/async', '--warmup', '0s'];
const standIn = { nest: { entry: fixture('subject.mjs') }, baselines: false };

let lab: TestLab;
afterEach(() => {
  expect(lab.leftovers()).toEqual([]);
});

it('is not held by the settings in the user’s own folder', async () => {
  lab = await testLab();
  const folder = mkdtempSync(join(tmpdir(), 'headroom-test-'));
  mkdirSync(join(folder, 'k6'));
  writeFileSync(join(folder, 'k6', 'config.json'), '{"rps":20,"noConnectionReuse":true}');
  const { exitCode, stderr } = await lab.run(
    [...load, '--vus', '40', '--duration', '3s', ...lab.configure(standIn)],
    { XDG_CONFIG_HOME: folder },
  );
  expect(exitCode, stderr).toBe(0);
  expect(cellOf(lab.report(), '/async', 40).throughputRps).toBeGreaterThan(40);
});

it('that stands still for some seconds of the load has its trial excluded', async () => {
  lab = await testLab();
  const running = lab.start([...load, '--vus', '2', '--duration', '12s', ...lab.configure(standIn)]);
  const pid = await findProcess(
    ({ command, environment }) =>
      command.includes('web-dashboard') && environment.includes(`127.0.0.1:${lab.ports.api}`),
  );
  const series = join(lab.out, 'latest', 'trials', 'nest-async-2vu-r1', 'series.ndjson');
  const seconds = () => (existsSync(series) ? readFileSync(series, 'utf8').split('"snapshot"').length : 0);
  await eventually(() => expect(seconds()).toBeGreaterThan(2));
  process.kill(pid, 'SIGSTOP');
  await pause(5000);
  process.kill(pid, 'SIGCONT');
  expect((await running.ended).exitCode).toBe(4);
  const [excluded] = lab.report().excluded;
  expect(excluded?.reason).toEqual({
    code: 'BENCH_GENERATOR_STOPPED',
    message: expect.stringMatching(
      /^k6 stood still: it gave no sign for [56]\.\d s, from \d\.\d s after the start/,
    ),
  });
});
