import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { repositoryRoot } from '../../bench/config/repository-root.ts';
import { type ContainerLab, containerLab, docker, labVariables, until } from '../support/container-lab.ts';

let lab: ContainerLab;

beforeAll(async () => {
  const small = join(mkdtempSync(join(tmpdir(), 'headroom-small-')), 'small.yml');
  // Prometheus' user is nobody.
  const volume = 'driver_opts: { type: tmpfs, device: tmpfs, o: "size=1m,uid=65534,gid=65534" }';
  writeFileSync(small, `volumes:\n  prometheus-data:\n    ${volume}\n`);
  lab = await containerLab({
    ...(await labVariables('full')),
    COMPOSE_FILE: [join(repositoryRoot, 'docker-compose.yml'), small].join(delimiter),
  });
  const { exitCode, stderr } = await lab.run(['up']);
  expect(exitCode, stderr).toBe(0);
});
afterAll(async () => {
  await lab.run(['down']);
  expect(lab.remains()).toEqual([]);
});

it("says for how long the dashboards lack a run that Prometheus' full disk did not take", async () => {
  const flags = ['--endpoint', '/async', '--vus', '5', '--duration', '10s', '--warmup', '0s'];
  const running = lab.start([
    ...['run', '--runtime', 'compose', ...flags],
    ...lab.configure({ baselines: false }),
  ]);
  await until(
    () => lab.query('k6_headroom_started_at_seconds'),
    (series) => series.length > 0,
  );
  const fill = 'dd if=/dev/zero of=/data/full bs=1k 2>/dev/null || true';
  const volume = `${lab.project}_prometheus-data:/data`;
  docker(
    ...['run', '--rm', '--user', '0:0', '--entrypoint', 'sh', '--volume', volume],
    ...[lab.variables.API_IMAGE ?? '', '-c', fill],
  );
  const { exitCode, stdout } = await running.ended;
  expect(exitCode).toBe(0);
  expect(lab.report().complete).toBe(true);
  expect(lab.report().dashboardGaps).toEqual([
    expect.stringMatching(/^Prometheus took nothing for about [1-9]\d* s of a trial, from /),
  ]);
  expect(stdout).toContain(lab.report().dashboardGaps[0]);
});
