import { beforeAll, expect, it } from 'vitest';
import { type ContainerLab, docker, until } from '../support/container-lab.ts';
import { commandLines } from '../support/lab.ts';
import { sharedLab } from '../support/shared-lab.ts';

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
