import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ContainerLab, docker, until } from '../support/container-lab.ts';
import { buildOwnImage } from '../support/own-image.ts';
import { sharedLab } from '../support/shared-lab.ts';

const server =
  'require("node:http").createServer((_, answer) => answer.end("hello")).listen(process.env.PORT, "0.0.0.0")';

let lab: ContainerLab;
let image: string;
beforeAll(async () => {
  lab = await sharedLab();
  image = `${lab.project}/mine:1`;
  const dear =
    'HEALTHCHECK --interval=1s CMD node --eval "for (const end = Date.now() + 500; Date.now() < end; );"';
  buildOwnImage(image, server, dear);
});
afterAll(() => {
  docker('image', 'rm', image);
});

async function configured(change: object): Promise<string[]> {
  const mine = {
    ...{ image, port: await freePort(), ready: '/', readyTimeout: '5m', bystander: '/' },
    endpoints: { '/hello': { workload: 'hello', strategy: 'async', expectedBody: 'hello' } },
    ...change,
  };
  return lab.configure({ order: 'listed', subjects: { mine } });
}
const flags = [
  '--subject',
  'mine',
  '--vus',
  '1,2',
  '--duration',
  '2s',
  '--warmup',
  '1s',
  '--runtime',
  'auto',
];

it('measures an image beside the lab’s own, held as they are, and leaves nothing of it', async () => {
  const running = lab.start(['run', ...(await configured({})), ...flags]);
  await running.says(/1\/2 .*hello, 1 user \.\.\./);
  const format =
    '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}} {{.HostConfig.PidsLimit}} {{.HostConfig.CpusetCpus}}';
  // It is removed after its trial.
  const there = ['ps', '--quiet', '--filter', `name=${lab.project}-own-mine`];
  await until(async () => docker(...there), Boolean);
  const held = docker('inspect', '--format', format, `${lab.project}-own-mine-1`);
  const asked = docker('inspect', '--format', '{{json .Config.Healthcheck}}', `${lab.project}-own-mine-1`);
  const { exitCode, stdout, stderr } = await running.ended;
  expect(stderr).toBe('');
  // Its image has a check that takes half of a CPU.
  expect(JSON.parse(asked)).toMatchObject({ Test: ['NONE'] });
  expect(exitCode).toBe(0);
  expect(held).toMatch(/^true \[ALL\] \[no-new-privileges:true\] 256 \d/);
  expect(stdout).toContain('Runtime: compose (containers), because the subject mine is an image.');
  const { cells } = lab.report();
  expect(cells.map(({ subject, vus }) => `${subject} ${vus}`)).toEqual(['mine 1', 'mine 2']);
  for (const cell of cells) {
    expect(cell).toMatchObject({ failedRequests: 0, metricsScrapes: { attempted: 0 } });
    expect(cell.subjectCpuSecondsPerRequest).toBeGreaterThan(0);
  }
  expect(docker('ps', '--all', '--quiet', '--filter', `name=${lab.project}-own-mine`)).toBe('');
});

it('says in a line why an image cannot be had, or does not get ready', async () => {
  const none = await lab.run(['run', ...(await configured({ image: 'localhost:9/none:1' })), ...flags]);
  expect(none.stderr).toMatch(
    /^BENCH_PREFLIGHT_IMAGE: the image localhost:9\/none:1 of the subject mine cannot be had/,
  );
  expect(none.exitCode).toBe(3);
  const config = await configured({ readyTimeout: '2s', environment: { PORT: '8' } });
  const silent = await lab.run(['run', ...config, ...flags]);
  expect(silent.exitCode).toBe(4);
  expect(lab.report().excluded[0]?.reason.code).toMatch(/^BENCH_SUBJECT_(NOT_READY|CRASHED)$/);
  expect((await lab.run(['resume', ...config])).exitCode).toBe(4);
});
