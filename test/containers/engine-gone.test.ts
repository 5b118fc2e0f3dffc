import { expect, it } from 'vitest';
import { docker, until } from '../support/container-lab.ts';
import { engineProxy } from '../support/engine-proxy.ts';
import { sharedLab } from '../support/shared-lab.ts';

it('ends a run in one line when the engine is gone, and goes on with it when it is back', async () => {
  const lab = await sharedLab();
  const engine = await engineProxy();
  const flags = ['--endpoint', '/async', '--vus', '1,2', '--duration', '4s', '--warmup', '0s'];
  const running = lab.start(['run', '--runtime', 'compose', ...flags], engine.variables);
  await running.says(/2\/2 /);
  await until(
    () => lab.query('k6_headroom_started_at_seconds'),
    (series) => series.length > 0,
  );
  engine.stop();
  const { exitCode, stdout, stderr } = await running.ended;
  expect(exitCode, stderr).toBe(3);
  expect(stderr).toMatch(
    /^.*BENCH_RUN_ENGINE_GONE.*the run stops here, as no Docker engine answers.*Go on with: .*resume \S+.*\n$/,
  );
  expect(stdout).toMatch(/The lab is not as it was before the run: .*make up/);
  expect(lab.records()).toMatchObject([{ state: 'measured' }]);

  await engine.start();
  const resumed = await lab.run(['resume'], engine.variables);
  engine.stop();
  expect(resumed.exitCode, resumed.stderr).toBe(0);
  expect(lab.report()).toMatchObject({ complete: true, excluded: [] });
  const states = docker(
    'ps',
    '--all',
    '--format',
    '{{.Label "com.docker.compose.service"}} {{.State}}',
    '--filter',
    `label=com.docker.compose.project=${lab.project}`,
  );
  expect(states.split('\n').sort()).toEqual(['api running', 'prometheus running']);
});
