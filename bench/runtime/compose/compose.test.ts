import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { trialOf } from '../../analyse/fixtures/records.ts';
import { flagSource } from '../../cli/flags.ts';
import { readEnvironment } from '../../config/environment.ts';
import { loadConfig } from '../../config/load-config.ts';
import { eventually } from '../../fixtures/eventually.ts';
import { planTrials } from '../../plan/plan-trials.ts';
import { chooseRuntime } from '../../prepare/choose-runtime.ts';
import type { Order } from '../../prepare/lab.ts';
import { runTrial } from '../run-trial.ts';
import type { TrialFiles } from '../runtime.ts';
import { composeRuntime } from './compose-runtime.ts';
import { demandImages } from './demand-images.ts';
import { engineProblem } from './engine.ts';
import { lockLab } from './lab-lock.ts';
import { observerVariables } from './observer-cpus.ts';
import { remove, up } from './stack.ts';
import { subjectContainers } from './subject-container.ts';

const announcer = { say: () => {}, signal: new AbortController().signal };

let folder: string;
let calls: () => string[];
let servers: Server[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-compose-'));
  servers = [];
  calls = () =>
    existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : [];
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers) server.close();
});

/** Puts a `docker` on the PATH that notes its words and answers by the first pattern that fits them. */
function useDocker(answers: Record<string, string>): void {
  const cases = Object.entries(answers).map(([pattern, script]) => `  ${pattern}) ${script} ;;`);
  const script = ['#!/bin/sh', `echo "$*" >> '${folder}/calls'`, 'case "$*" in', ...cases, 'esac', ''].join(
    '\n',
  );
  writeFileSync(join(folder, 'docker'), script, { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}${delimiter}/usr/bin${delimiter}/bin`);
}

const info = (changes = {}) =>
  `echo '${JSON.stringify({ ServerVersion: '28.0.1', OSType: 'linux', NCPU: 4, ...changes })}'`;
const healthy = { '"info "*': info(), '"compose version"*': 'echo v2.40.3' };

describe('engineProblem', () => {
  it('is none where engine and Compose answer', async () => {
    useDocker(healthy);
    expect(await engineProblem()).toBeNull();
  });

  it.each([
    [
      { '"info "*': 'echo "permission denied while trying to connect" >&2; exit 1' },
      /does not let this user in.*group/,
    ],
    [
      { '"info "*': 'echo "Cannot connect to the Docker daemon" >&2; exit 1' },
      /no Docker engine answers.*start it/,
    ],
    [{ '"info "*': info(), '"compose version"*': 'exit 1' }, /Compose is missing.*install/],
    [{ '"info "*': info({ OSType: 'windows' }) }, /containers of windows: switch it to Linux/],
    [{ '"info "*': 'echo 28' }, /not known: expected Docker 20\.10 or later, or Podman/],
    [
      { '"info "*': info(), '"compose version"*': 'echo podman-compose version 1.5.0; echo podman 5.2' },
      /Compose is "podman-compose version 1\.5\.0", expected Docker Compose 2\.24/,
    ],
    [
      { '"info "*': info(), '"compose version"*': 'echo 2.9.0' },
      /Compose is 2\.9\.0, expected 2\.24 or later/,
    ],
  ])('says what to do about %j', async (answers, message) => {
    useDocker(answers);
    expect(await engineProblem()).toMatch(message);
  });

  it('says that docker is not installed', async () => {
    vi.stubEnv('PATH', '/nonexistent');
    expect(await engineProblem()).toMatch(/docker is not installed/);
  });
});

describe('the stack', () => {
  it('is refused when the settings do not fit', async () => {
    useDocker({ '*" config "*': 'echo "variable API_PORT is missing a value: set in .env" >&2; exit 1' });
    await expect(demandImages(['api'], announcer)).rejects.toMatchObject({
      code: 'BENCH_PREFLIGHT_COMPOSE',
      message: expect.stringContaining('API_PORT is missing a value'),
    });
  });

  it('is refused when an image cannot be pulled', async () => {
    useDocker({ '*" pull "*': 'echo "manifest for grafana/k6:nope not found" >&2; exit 1' });
    await expect(demandImages(['api'], announcer)).rejects.toMatchObject({
      code: 'BENCH_PREFLIGHT_IMAGE',
      message: expect.stringContaining('grafana/k6:nope not found'),
    });
  });

  it('has every image before anything starts: of what is up, of k6, and of what the plan needs', async () => {
    useDocker({ '"compose config --services"': 'printf "api\\nprometheus\\n"' });
    await demandImages(['api', 'postgres'], announcer);
    const pulls = calls().filter((words) => words.includes(' pull '));
    expect(pulls).toHaveLength(1);
    expect(pulls[0]).toMatch(/ --policy missing api prometheus k6 postgres$/);
  });

  it('says how to make room when the disk is full while building', async () => {
    useDocker({ '*" build "*': 'echo "write /layer: no space left on device" >&2; exit 1' });
    await expect(demandImages(['api'], announcer)).rejects.toMatchObject({
      code: 'BENCH_PREFLIGHT_IMAGE',
      message: expect.stringContaining('docker builder prune'),
    });
  });

  it('is kept to one process at a time', () => {
    const environment = readEnvironment({ XDG_CACHE_HOME: folder, COMPOSE_PROJECT_NAME: 'one' });
    const unlock = lockLab(environment);
    expect(() => lockLab(environment)).toThrow(
      expect.objectContaining({
        code: 'BENCH_PREFLIGHT_BUSY',
        message: expect.stringMatching(`process ${process.pid} is using the lab one.*COMPOSE_PROJECT_NAME`),
      }),
    );
    lockLab({ ...environment, COMPOSE_PROJECT_NAME: 'another' })();
    unlock();
    lockLab(environment)();
  });

  it("is kept in a folder that can be written, and is nobody else's", () => {
    const environment = readEnvironment({ XDG_CACHE_HOME: folder, COMPOSE_PROJECT_NAME: 'one' });
    const refusal = (why: RegExp) =>
      expect.objectContaining({ code: 'BENCH_PREFLIGHT_FAILED', message: expect.stringMatching(why) });
    const labs = join(folder, 'headroom', 'labs');
    rmSync(join(folder, 'headroom'), { recursive: true, force: true });
    writeFileSync(join(folder, 'headroom'), '');
    expect(() => lockLab(environment)).toThrow(refusal(/labs cannot hold .*ENOTDIR.*XDG_CACHE_HOME/));
    rmSync(join(folder, 'headroom'));
    mkdirSync(join(labs, 'one.lock', 'holder'), { recursive: true });
    expect(() => lockLab(environment)).toThrow(refusal(/labs cannot hold/));
    rmSync(labs, { recursive: true });
    lockLab(environment)();
    if (process.getuid?.() !== 0) return;
    chownSync(labs, 65_534, 65_534);
    expect(() => lockLab(environment)).toThrow(refusal(/belongs to another user/));
  });

  it.each([
    [{}, 2, {}],
    [{}, 4, { OBSERVER_CPUS: '2,3' }],
    [{ SUBJECT_CPUS: '0,2', GENERATOR_CPUS: '1' }, 4, { OBSERVER_CPUS: '3' }],
    [{ OBSERVER_CPUS: '0' }, 4, { OBSERVER_CPUS: '0' }],
  ])('gives the observers what %j leaves of %i CPUs of the engine', async (variables, cpus, given) => {
    useDocker({ '"info "*NCPU*': `echo ${cpus}` });
    expect(await observerVariables(readEnvironment(variables))).toEqual(given);
  });

  it('comes up with the observers on their CPUs', async () => {
    useDocker({ '"compose up"*': `echo "$OBSERVER_CPUS" > '${folder}/observers'` });
    await up(new AbortController().signal, { variables: { OBSERVER_CPUS: '2,3' } });
    expect(readFileSync(join(folder, 'observers'), 'utf8')).toBe('2,3\n');
  });

  it('says when it cannot be taken down', async () => {
    useDocker({ '*" down "*': 'echo "required variable API_PORT is missing a value" >&2; exit 1' });
    await expect(remove()).rejects.toMatchObject({
      code: 'BENCH_PREFLIGHT_COMPOSE',
      message: expect.stringMatching(/may still be up: required variable API_PORT/),
    });
  });

  it('leaves nothing when it is interrupted while it starts, and says so', async () => {
    useDocker({ '"compose up"*': 'trap "exit 130" INT; while :; do sleep 0.05; done' });
    const stop = new AbortController();
    const starting = up(stop.signal);
    await eventually(() => expect(calls()).toContainEqual(expect.stringMatching(/^compose up/)));
    stop.abort();
    await expect(starting).rejects.toMatchObject({ code: 'BENCH_RUN_INTERRUPTED' });
    expect(calls().at(-1)).toContain(' down ');
  });

  it('gives the last complaint that is no warning', async () => {
    const complaints = 'echo "no such host" >&2; echo "time=now level=warning msg=bake" >&2; exit 1';
    useDocker({ '*" pull "*': complaints });
    await expect(demandImages(['api'], announcer)).rejects.toThrow(/an image cannot be had: no such host\./);
  });

  it.each([
    ['error setting rlimit type 7: operation not permitted', 'lower OPEN_FILES in .env'],
    ['crun: controller `cpuset` is not available under /sys/fs/cgroup', 'see "Other engines" in docs/lab.md'],
  ])('says what to do where an engine cannot keep a limit: %s', async (complaint, advice) => {
    useDocker({ '"compose up"*': `echo '${complaint}' >&2; exit 1` });
    await expect(up(announcer.signal)).rejects.toThrow(
      expect.objectContaining({ message: expect.stringContaining(advice) }),
    );
  });

  it('is taken down again when it does not come up', async () => {
    useDocker({ '"compose up"*': 'echo "container headroom-api-1 is unhealthy" >&2; exit 1' });
    await expect(up(announcer.signal)).rejects.toMatchObject({ code: 'BENCH_PREFLIGHT_COMPOSE' });
    expect(calls().at(-1)).toContain(' down ');
  });

  it('keeps what was up when it fails, and takes away what it started', async () => {
    useDocker({
      '*"ps --status running"*': 'printf "1 api\\n2 prometheus\\n"',
      '*"ps --all --format {{.ID}}"*': 'printf "3 api\\n2 prometheus\\n4 grafana\\n"',
      '"compose up"*': 'echo "grafana is unhealthy" >&2; exit 1',
    });
    await expect(up(announcer.signal)).rejects.toThrow(
      'the lab did not come up: grafana is unhealthy. api had to be made anew, and cannot be with these settings.',
    );
    expect(calls().at(-1)).toBe('compose --profile * rm --force --stop --volumes api grafana');
  });

  it.each([
    ['api headroom-api-1 137', /api was killed: its memory limit/],
    ['api headroom-api-1 1', /api ended with code 1, its last line was: API_DELAY_SECONDS is wrong/],
    [
      'api headroom-api-1 0 unhealthy',
      /api did not get ready, with 38MiB \/ 40MiB of memory in use: its limit/,
    ],
    ['grafana headroom-grafana-1 0 starting', /grafana did not get ready, its last line was: API_DELAY/],
    [
      'api headroom-api-1 1\nprometheus headroom-prometheus-1 0 starting',
      /^the lab did not come up: api ended with code 1, its last line was: API_DELAY_SECONDS is wrong\.$/,
    ],
    [
      'prometheus headroom-prometheus-1 0 unhealthy',
      /prometheus did not get ready, its last line was: API_DELAY_SECONDS/,
    ],
  ])('says why it did not come up: %s', async (state, message) => {
    useDocker({
      '"compose up"*': 'exit 1',
      '*" ps "*': `echo "${state}"`,
      '*" logs "*': 'echo "API_DELAY_SECONDS is wrong"',
      '"stats "*api-1': 'echo "95.0% 38MiB / 40MiB"',
      '"stats "*': 'echo "2.0% 40MiB / 2GiB"',
    });
    await expect(up(announcer.signal)).rejects.toMatchObject({ message: expect.stringMatching(message) });
  });
});

describe('the choice of the runtime', () => {
  const order = {
    runtime: 'auto',
    subjects: { nest: { entry: null } },
    baseSubjects: null,
    plan: { trials: [] },
  } as unknown as Order;
  const environment = readEnvironment({});
  const choose = async (wanted: Order) => {
    const said: string[] = [];
    const announcer = { say: (line: string) => said.push(line), signal: new AbortController().signal };
    await chooseRuntime(wanted, environment, announcer);
    return said.join('\n');
  };

  it('is compose where an engine answers, and native with the reason where none does', async () => {
    useDocker(healthy);
    expect(await choose(order)).toContain('Runtime: compose');
    useDocker({ ...healthy, '*" pull "*': 'echo "no such host" >&2; exit 1' });
    expect(await choose(order)).toMatch(/Runtime: native .* because an image cannot be had: no such host/);
    vi.stubEnv('PATH', '/nonexistent');
    expect(await choose(order)).toMatch(/Runtime: native .* because docker is not installed/);
    await expect(choose({ ...order, runtime: 'compose' })).rejects.toMatchObject({
      code: 'BENCH_PREFLIGHT_RUNTIME',
    });
    expect(await choose({ ...order, runtime: 'native' })).toBe('');
  });

  it('is what a service of one’s own leaves', async () => {
    useDocker(healthy);
    const endpoints = { '/report': { workload: 'report', strategy: 'sync' } };
    const orderOf = (service: object): Order => {
      const subjects = { mine: { ...service, port: 8100, endpoints } };
      const config = loadConfig([flagSource({ subjects, subject: 'mine' })]);
      return { ...config, plan: planTrials(config), baseSubjects: null };
    };
    expect(await choose(orderOf({ command: ['node'] }))).toBe(
      'Runtime: native (child processes), because the command of the subject mine is of this machine.',
    );
    const image = orderOf({ image: 'example/mine:1' });
    expect(await choose(image)).toContain(
      'Runtime: compose (containers), because the subject mine is an image.',
    );
    vi.stubEnv('PATH', '/nonexistent');
    await expect(choose(image)).rejects.toMatchObject({
      code: 'BENCH_PREFLIGHT_RUNTIME',
      message: expect.stringMatching(/docker is not installed.*because the subject mine is an image/),
    });
  });
});

describe('a trial in containers', () => {
  async function listen(): Promise<number> {
    const server = createServer((_, response) => response.end('up 1')).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  const inspected = JSON.stringify([
    {
      Id: 'c0ffee',
      State: { Pid: process.pid },
      HostConfig: { CpusetCpus: '1', Memory: 1_073_741_824 },
    },
  ]);

  async function outcomeOf(
    k6: string,
    container = 'echo c0ffee',
    { rootless = false, further = {} }: { rootless?: boolean; further?: Record<string, string> } = {},
  ) {
    useDocker({
      ...further,
      ...healthy,
      '"ps "*': `echo beefed`,
      '"inspect "*CpusetCpus*':
        'echo "beefed $$ prometheus 0"; echo "c0ffee $$ api 0"; echo "de1 $$ grafana 1"',
      '*" up "*api': `echo "$SUBJECT_LEFT_ALONE" > '${folder}/left-alone'`,
      '*" ps "*': container,
      '"wait "*': `while ! [ -e '${folder}/stopped' ]; do sleep 0.05; done`,
      '"stop "*c0ffee': `touch '${folder}/stopped'`,
      '"inspect "*ExitCode*': 'echo "exited 0 false"',
      '"container inspect "*': `echo '${inspected}'`,
      '*" logs "*': 'echo a line of its log',
      '*" run --no-deps "*': k6,
      // In their place as the first of all.
      ...further,
    });
    const environment = readEnvironment({
      XDG_CACHE_HOME: folder,
      API_PORT: String(await listen()),
      API_METRICS_PORT: String(await listen()),
      PROMETHEUS_PORT: String(await listen()),
    });
    const { subjects } = loadConfig([flagSource({ nest: { readyTimeout: '5m' } })]);
    const files: TrialFiles = {
      runId: 'r1',
      folder,
      summary: join(folder, 'summary.json'),
      series: join(folder, 'series.ndjson'),
      scrapes: join(folder, 'scrapes.ndjson'),
      notes: join(folder, 'notes.ndjson'),
      generatorLog: join(folder, 'generator.log'),
      subjectLog: join(folder, 'subject.log'),
    };
    const runtime = composeRuntime(
      subjectContainers(subjects, environment, null),
      environment,
      { generatorCpus: 1, notControlled: [], rootless, observers: {} },
      async () => undefined,
    );
    const outcome = await runTrial(runtime, trialOf('/async', 10), files, new AbortController().signal);
    return { outcome, files };
  }

  it('recreates the service, tags the load, keeps the logs and removes the generator', async () => {
    const { outcome, files } = await outcomeOf(`printf %s "$HEADROOM_TRIAL_1" > '${folder}/told'`);
    expect(outcome).toMatchObject({ state: 'completed' });
    // The engine asks no subject of a trial for its health.
    expect(readFileSync(join(folder, 'left-alone'), 'utf8')).toBe('true\n');
    // The subject is none of them, and Grafana is on other CPUs here.
    expect(outcome).toMatchObject({ others: ['Prometheus'] });
    expect(readFileSync(files.subjectLog, 'utf8')).toBe('a line of its log\n');
    const said = calls().join('\n');
    expect(said).toMatch(/up --detach --no-deps --no-build --force-recreate api/);
    expect(said).toMatch(/ cp \S+ prometheus:\/etc\/headroom\/targets\/subject\.json\n.*up --detach/s);
    expect(said).toMatch(
      /--tag run=r1 --tag subject=nest --tag endpoint=\/async --tag strategy=async --tag level=10 --tag unit=users --tag repeat=1/,
    );
    // What the trial is about is no argument, which everybody on the machine can see.
    expect(said).toMatch(/--env HEADROOM_TRIAL --env HEADROOM_TRIAL_1 k6 run /);
    expect(JSON.parse(readFileSync(join(folder, 'told'), 'utf8'))).toMatchObject({
      summaryPath: '/results/summary.json',
    });
    expect(said).toMatch(/rm --force headroom-k6-nest-async-10vu-r1/);
  });

  it('knows a generator that the memory limit ended', async () => {
    const { outcome } = await outcomeOf('exit 137');
    expect(outcome).toMatchObject({ state: 'failed', reason: { code: 'BENCH_GENERATOR_KILLED' } });
  });

  it.each([
    [true, /^0:0$/],
    [false, /^[1-9]\d*:[1-9]\d*$/],
  ])('has results written by a user who may, with a rootless engine: %s', async (rootless, expected) => {
    const user = join(folder, 'user');
    await outcomeOf(`printf %s "$LAB_USER" > '${user}'`, undefined, { rootless });
    expect(readFileSync(user, 'utf8')).toMatch(expected);
  });

  it.each([
    ['Error: No such object: c0ffee', 'echo c0ffee', /^the subject vanished: its container was removed by/],
    [
      'Error: No such object: c0ffee',
      'printf "c0ffee\\nbeef\\n"',
      /^the subject vanished: .* was replaced by/,
    ],
  ])('says that the subject was taken away: %s, %s', async (complaint, others, message) => {
    const { outcome } = await outcomeOf('sleep 30', 'echo c0ffee', {
      further: {
        '"compose --profile * ps --all --quiet api"': `[ -e '${folder}/gone' ] && { ${others}; } || echo c0ffee`,
        '"wait "*': `touch '${folder}/gone'`,
        '"inspect "*State.Status*': `echo "${complaint}" >&2; exit 1`,
      },
    });
    expect(outcome).toMatchObject({ reason: { message: expect.stringMatching(message) } });
  });

  it('ends the run where the engine is gone, and not each trial for itself', async () => {
    await expect(
      outcomeOf('echo "unexpected EOF"; exit 1', 'echo c0ffee', {
        further: { '"info "*': 'echo "Cannot connect to the Docker daemon" >&2; exit 1' },
      }),
    ).rejects.toMatchObject({
      code: 'BENCH_RUN_ENGINE_GONE',
      message: expect.stringMatching(/^the run stops here, as no Docker engine answers \(Cannot connect/),
    });
  });

  it('says why a container cannot be started', async () => {
    const { outcome } = await outcomeOf('exit 0', 'true');
    expect(outcome).toMatchObject({ state: 'failed', reason: { code: 'BENCH_SUBJECT_CRASHED' } });
  });
});
