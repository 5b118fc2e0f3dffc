import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { manifestSchema } from '@headroom/contract/manifest.ts';
import { afterEach, expect, it } from 'vitest';
import { findProcess, fixture, type TestLab, testLab } from '../support/lab.ts';

const short = ['--vus', '1', '--duration', '2s', '--warmup', '0s'];

let lab: TestLab;
afterEach(() => {
  expect(lab.leftovers()).toEqual([]);
});

const latest = (name: string) => readFileSync(join(lab.out, 'latest', name), 'utf8');

it('what tunes programs in the shell reaches a service of one’s own, is told, kept and compared', async () => {
  lab = await testLab();
  const port = await freePort();
  const runWith = (size: string) => {
    const endpoints = { '/': { workload: 'tell', strategy: 'async', expectedBody: size } };
    const command = ['node', fixture('odd-services/tell-variable.mjs'), 'UV_THREADPOOL_SIZE'];
    const settings = lab.configure({ subjects: { mine: { command, port, ready: '/', endpoints } } });
    const tuned = { UV_THREADPOOL_SIZE: size, NODE_ENV: 'production' };
    return lab.run(['run', ...settings, '--subject', 'mine', ...short], tuned);
  };
  const first = await runWith('1');
  expect(first.exitCode, first.stderr).toBe(0);
  expect(first.stdout).toMatch(
    /environment .*NODE_ENV=production.* and UV_THREADPOOL_SIZE=1 of your shell reach mine and change what is measured\./,
  );
  const { shellTuning, runId } = manifestSchema.parse(JSON.parse(latest('manifest.json')));
  expect(shellTuning).toMatchObject({ NODE_ENV: 'production', UV_THREADPOOL_SIZE: '1' });

  const second = await runWith('2');
  expect(second.exitCode, second.stderr).toBe(0);
  const compared = await lab.run(['compare', runId, 'latest']);
  expect(compared.stderr).toMatch(
    /^BENCH_COMPARE_DIFFERENT: .* UV_THREADPOOL_SIZE of the shell \("1" and "2"\): /,
  );
  expect(compared.exitCode).toBe(2);
});

it('k6 and the lab’s service get none of it', async () => {
  lab = await testLab();
  const tuned = { UV_THREADPOOL_SIZE: '1', GOMAXPROCS: '1', NODE_ENV: 'development', MALLOC_ARENA_MAX: '1' };
  const running = lab.start(['run', '--endpoint', '/noop/async', ...short, '--duration', '5s'], tuned);
  const k6 = await findProcess(
    ({ command, environment }) => /\bk6 run\b/.test(command) && environment.includes(lab.out),
  );
  const nest = await findProcess(
    ({ command, environment }) =>
      command.includes('services/api/dist/main.js') && environment.includes(`API_PORT=${lab.ports.api}`),
  );
  for (const pid of [k6, nest]) {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    expect(environment.filter((one) => /^(UV_|GOMAXPROCS|MALLOC_)/.test(one))).toEqual([]);
    expect(environment.filter((one) => one.startsWith('NODE_ENV='))).toEqual(
      pid === nest ? ['NODE_ENV=production'] : [],
    );
  }
  const { exitCode, stdout, stderr } = await running.ended;
  expect(exitCode, stderr).toBe(0);
  expect(stdout).not.toContain('of your shell');
  expect(manifestSchema.parse(JSON.parse(latest('manifest.json'))).shellTuning).toEqual({});
});
