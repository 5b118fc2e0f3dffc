import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { repositoryRoot } from '../../bench/config/repository-root.ts';
import { makePassword } from '../../bench/runtime/compose/stack.ts';
import { type ContainerLab, docker, until } from '../support/container-lab.ts';
import { commandLines } from '../support/lab.ts';
import { sharedLab } from '../support/shared-lab.ts';

/** The user and group of Grafana's image. */
const grafanaUser = '472:0';

let lab: ContainerLab;
beforeAll(async () => {
  lab = await sharedLab();
});

it('ends the load and the subject of a run that is killed, and leaves the lab as it was found', async () => {
  const flags = ['--endpoint', '/async', '--vus', '1', '--duration', '10m', '--warmup', '0s'];
  const running = lab.start(['run', '--runtime', 'compose', ...flags]);
  const loads = async () =>
    docker('ps', '--all', '--quiet', '--filter', `name=${lab.project}-k6-nest-`).split('\n').filter(Boolean);
  const services = async () =>
    docker(
      'ps',
      '--format',
      '{{.Label "com.docker.compose.service"}} {{.Status}}',
      '--filter',
      `label=com.docker.compose.project=${lab.project}`,
    )
      .split('\n')
      .sort();
  await until(loads, (found) => found.length === 1);
  running.process.kill('SIGKILL');
  await running.ended;
  const watchdogs = async () =>
    commandLines().filter(({ command }) => command.includes(`watchdog.sh ${running.process.pid} `));
  await until(watchdogs, (found) => found.length === 0);
  expect(await loads()).toEqual([]);
  await until(
    services,
    (found) => found.length === 2 && found.every((line) => /^(api|prometheus) .*\(healthy\)/.test(line)),
  );
  expect(lab.leftovers()).toEqual([]);
  const few = ['--endpoint', '/noop/async', '--vus', '1', '--duration', '3s', '--warmup', '0s'];
  const next = await lab.run(['run', '--runtime', 'compose', ...few]);
  expect(next.exitCode, next.stderr).toBe(0);
});

it("lets Grafana's user read its password in the container, and nobody else on this machine", () => {
  makePassword();
  const file = join(repositoryRoot, '.secrets/grafana-admin-password');
  const words = ['compose', '--profile', 'grafana', 'run', '--rm', '--no-deps', '--no-TTY'];
  const seen = execFileSync(
    'docker',
    [
      ...words,
      '--user',
      grafanaUser,
      '--entrypoint',
      'cat',
      'grafana',
      '/run/secrets/grafana-admin-password',
    ],
    {
      cwd: repositoryRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      // Grafana's own image cannot be had everywhere; this one is another user in the same place.
      env: { ...process.env, ...lab.variables, GRAFANA_IMAGE: lab.variables.API_IMAGE },
    },
  );
  expect(seen).toBe(readFileSync(file, 'utf8'));
  if (process.getuid?.() !== 0) return;
  const read = () => execFileSync('cat', [file], { uid: 65_534, gid: 65_534, stdio: 'pipe' });
  expect(read).toThrow(/Permission denied/);
});
