import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../bench/config/repository-root.ts';
import { type ContainerLab, docker, until } from '../support/container-lab.ts';
import { sharedLab } from '../support/shared-lab.ts';

let lab: ContainerLab;
beforeAll(async () => {
  lab = await sharedLab();
});

/** All containers of the lab, with their states and what tells one from its successor. */
const containers = (): string[] =>
  docker(
    'ps',
    '--all',
    '--format',
    '{{.Label "com.docker.compose.service"}} {{.State}} {{.ID}}',
    '--filter',
    `label=com.docker.compose.project=${lab.project}`,
  )
    .split('\n')
    .sort();

const states = (): string[] => containers().map((line) => line.split(' ').slice(0, 2).join(' '));

const compose = (...words: string[]): string =>
  execFileSync('docker', ['compose', ...words], {
    cwd: repositoryRoot,
    encoding: 'utf8',
    env: { ...process.env, ...lab.variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

describe('what somebody does by hand during a trial', () => {
  it.each([
    ['removed', () => docker('rm', '--force', `${lab.project}-api-1`)],
    ['replaced', () => compose('up', '--detach', '--no-deps', '--force-recreate', 'api')],
  ])('is said of a subject whose container was %s', async (what, takeAway) => {
    const flags = ['--endpoint', '/async', '--vus', '1', '--duration', '30s', '--warmup', '0s'];
    const running = lab.start(['run', '--runtime', 'compose', ...flags]);
    await until(
      () => lab.query('k6_headroom_started_at_seconds'),
      (series) => series.length > 0,
    );
    takeAway();
    expect((await running.ended).exitCode).toBe(4);
    expect(lab.report().excluded).toMatchObject([
      {
        reason: {
          code: 'BENCH_SUBJECT_EXITED',
          message: `the subject vanished: its container was ${what} by somebody else during the trial`,
        },
      },
    ]);
    expect(states()).toEqual(['api running', 'prometheus running']);
  });
});

it('leaves of a run with two subjects what was up before, and nothing that has exited', async () => {
  const flags = ['--subject', 'nest,fastapi', '--endpoint', '/async', '--vus', '1', '--duration', '3s'];
  const seen = new Set<string>();
  const running = lab.start(['run', '--runtime', 'compose', ...flags, '--warmup', '0s']);
  const ended = running.ended.then(() => seen.add('over'));
  await until(
    async () => {
      for (const state of states()) seen.add(state);
      return seen;
    },
    () => seen.has('over'),
  );
  await ended;
  expect([...seen]).toContain('fastapi running');
  expect(states()).toEqual(['api running', 'prometheus running']);
});

it('starts again a subject that somebody had started by hand', async () => {
  compose('--profile', 'fastapi', 'up', '--detach', '--wait', '--no-deps', 'fastapi');
  const flags = ['--endpoint', '/noop/async', '--vus', '1', '--duration', '3s', '--warmup', '0s'];
  const { exitCode, stderr } = await lab.run(['run', '--runtime', 'compose', ...flags]);
  const left = states();
  compose('--profile', 'fastapi', 'rm', '--force', '--stop', 'fastapi');
  expect(exitCode, stderr).toBe(0);
  expect(left).toEqual(['api running', 'fastapi running', 'prometheus running']);
});

it('warns of nothing when its services start', async () => {
  compose('--profile', '*', 'up', '--detach', '--wait', '--no-deps', 'api', 'fastapi', 'upstream');
  const said = compose('--profile', '*', 'logs', '--no-log-prefix', 'api', 'fastapi', 'upstream');
  compose('--profile', '*', 'rm', '--force', '--stop', 'fastapi', 'upstream');
  // Of NestJS by level, of the others by their words.
  const warnings = said.split('\n').filter((line) => /"level":[4-6]0|warn|deprecat|experimental/i.test(line));
  expect(warnings).toEqual([]);
  expect(said).toContain('"listening"');
  expect(said).toContain('Application startup complete');
});

it('leaves a lab that was up as it was when its start fails, and takes away what that began', async () => {
  const before = containers();
  // An image that is there and is not Grafana.
  const variables = { COMPOSE_PROFILES: 'grafana', GRAFANA_IMAGE: lab.variables.UPSTREAM_IMAGE ?? '' };
  const { exitCode, stderr } = await lab.run(['up'], variables);
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(/^.*the lab did not come up: grafana .*\n$/);
  expect(containers()).toEqual(before);
});
