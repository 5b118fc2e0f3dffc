import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Manifest, manifestSchema } from '@headroom/contract/manifest.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineStatistics } from '../../bench/runtime/compose/usage/engine-statistics.ts';
import { inspectContainer } from '../../bench/runtime/compose/usage/inspect-container.ts';
import { ownProcess } from '../../bench/runtime/compose/usage/own-process.ts';
import { processTreeUsage } from '../../bench/runtime/native/process-tree.ts';
import { fakeProgram } from '../../bench/tools/fixtures/fake-program.ts';
import { type ContainerLab, docker, until } from '../support/container-lab.ts';
import { sharedLab } from '../support/shared-lab.ts';

let lab: ContainerLab;
beforeAll(async () => {
  lab = await sharedLab();
});
// What was changed in its containers goes with them.
afterAll(async () => {
  expect((await lab.run(['up'])).exitCode).toBe(0);
});

const api = () => `${lab.project}-api-1`;
const flags = ['--endpoint', '/async', '--vus', '2', '--warmup', '1s', '--runtime', 'compose'];
const manifest = (): Manifest =>
  manifestSchema.parse(JSON.parse(readFileSync(join(lab.out, 'latest', 'manifest.json'), 'utf8')));

describe('the engine of a run', () => {
  it('is in the manifest, with the images of all who took part, and grants what is asked', async () => {
    const { exitCode, stderr } = await lab.run(['run', ...flags, '--duration', '3s']);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    const { engine, notControlled, cpus } = manifest();
    const info = JSON.parse(docker('info', '--format', '{{json .}}'));
    expect(engine).toMatchObject({
      version: info.ServerVersion,
      kernel: info.KernelVersion,
      cgroupVersion: info.CgroupVersion,
      storageDriver: info.Driver,
      cpus: info.NCPU,
      onThisKernel: true,
    });
    const ids = Object.fromEntries(engine?.images.map(({ service, id }) => [service, id]) ?? []);
    expect(Object.keys(ids)).toEqual(expect.arrayContaining(['api', 'k6', 'prometheus']));
    expect(ids.api).toBe(docker('inspect', '--format', '{{.Image}}', api()));
    const shared = cpus.subject.some((cpu) => cpus.generator.includes(cpu));
    expect(notControlled.join()).not.toMatch(/quota|another system|cannot pin/);
    expect(/share CPU/.test(notControlled.join())).toBe(shared);
  });

  it('has containers with an init, no swap and as many files as users need', () => {
    const { HostConfig } = JSON.parse(docker('inspect', api()))[0];
    expect(HostConfig).toMatchObject({ Init: true, MemorySwap: HostConfig.Memory });
    expect(HostConfig.Ulimits).toEqual([{ Name: 'nofile', Hard: 16_384, Soft: 16_384 }]);
  });

  it.each([
    [
      '7777',
      /^BENCH_CONFIG_INVALID: SUBJECT_CPUS is 7777, and the engine has no CPU 7777: expected some of 0/,
    ],
    ['0-x', /^BENCH_CONFIG_INVALID: SUBJECT_CPUS is "0-x": expected a list of CPUs/],
    ['', /^BENCH_CONFIG_INVALID: SUBJECT_CPUS is "": expected a list of CPUs/],
  ])('refuses CPUs that it does not have before anything starts: %j', async (SUBJECT_CPUS, message) => {
    const before = docker('inspect', '--format', '{{.Id}} {{.State.StartedAt}}', api());
    const said = { exitCode: 2, stdout: '', stderr: expect.stringMatching(message) };
    expect(await lab.run(['up'], { SUBJECT_CPUS })).toMatchObject(said);
    expect(await lab.run(['run', ...flags, '--duration', '1s'], { SUBJECT_CPUS })).toMatchObject(said);
    expect(docker('inspect', '--format', '{{.Id}} {{.State.StartedAt}}', api())).toBe(before);
  });

  it('says when subject and generator were given the same CPU', async () => {
    const { exitCode, stdout } = await lab.run(['run', ...flags, '--duration', '1s'], {
      SUBJECT_CPUS: '0',
      GENERATOR_CPUS: '0',
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Subject and generator share CPU 0, as asked for.');
  });
});

describe('the statistics of the engine', () => {
  it('say of a container what its processes do', async () => {
    const container = await inspectContainer(api());
    const pid = container && ownProcess(container);
    if (container === null || pid === null) throw new Error('the service is no process here');
    const meter = engineStatistics(container.id);
    const seen = await until(
      async () => meter.read(),
      (usage) => usage !== null,
    );
    const processes = processTreeUsage(pid);
    meter.close();
    // Checks of its health count to the container too.
    expect(seen?.cpuSeconds).toBeGreaterThan((processes?.cpuSeconds ?? 0) / 2);
    expect(seen?.residentBytes).toBeGreaterThan((processes?.residentBytes ?? 0) / 4);
    expect(seen?.throttledSeconds).toBe(0);
  });

  it('are taken where the engine is elsewhere, and no number of a process of its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-elsewhere-'));
    const real = process.env.PATH ?? '';
    // As Docker Desktop does: the number is right where the engine runs, and here it is somebody else's.
    fakeProgram(
      join(folder, 'docker'),
      `PATH='${real}'
case "$1 $2" in
  "container inspect") docker "$@" | sed -E 's/"Pid": [1-9][0-9]*/"Pid": ${process.pid}/' ;;
  *) exec docker "$@" ;;
esac`,
    );
    const PATH = `${folder}${delimiter}${real}`;
    const { exitCode, stdout } = await lab.run(['run', ...flags, '--duration', '5s'], { PATH });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/The engine runs on another system than this one/);
    expect(manifest().engine).toMatchObject({ onThisKernel: false });
    const [cell] = lab.report().cells.filter(({ vus }) => vus === 2);
    expect(cell?.subjectCpuSecondsPerRequest).toBeGreaterThan(0);
    expect(cell?.generatorCpuShare).toBeGreaterThan(0);
  });
});

it('a subject that a quota holds back is said to be, with how long', async () => {
  const load = {
    ...{ endpoint: '/noop/sync', vus: 4, thinkTime: { min: '0s', max: '0s' }, baselines: false },
    ...{ warmup: '2s', duration: '6s' },
  };
  const running = lab.start(['run', ...lab.configure(load), '--runtime', 'compose']);
  await running.says(/ 4 users \.\.\./);
  // With its load comes a subject that is not made anew any more.
  const loads = ['ps', '--quiet', '--filter', `name=${lab.project}-k6-.*4vu`];
  await until(
    async () => docker(...loads),
    (ids) => ids !== '',
  );
  docker('update', '--cpu-quota', '10000', api());
  const { exitCode, stdout } = await running.ended;
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/4 users, throttled: a quota on its CPU time held the subject back for/);
});
