import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import type { Trial } from '@headroom/contract/records.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { trialOf } from '../../analyse/fixtures/records.ts';
import { flagSource } from '../../cli/flags.ts';
import { readEnvironment } from '../../config/environment.ts';
import { loadConfig } from '../../config/load-config.ts';
import { eventually } from '../../fixtures/eventually.ts';
import { runTrial } from '../run-trial.ts';
import type { TrialFiles } from '../runtime.ts';
import { systemClock } from '../system-clock.ts';
import { backingPrograms } from './backing-programs.ts';
import { startChild } from './child.ts';
import { nativeRuntime } from './native-runtime.ts';
import { allowedCpus, isOnPath, placeOn } from './pinning.ts';
import { portState } from './ports.ts';
import { processCpuSeconds } from './process-cpu.ts';
import { subjectPrograms } from './subject-program.ts';

const trial: Trial = { ...trialOf('/async', 1), warmupSeconds: 0, durationSeconds: 1 };

/** A service in a few lines, with one of its usual faults if `fault` says so. */
const service = (fault = '') => `
const { createServer } = require('node:http');
if ('${fault}' === 'crash') { console.error('no treasury'); process.exit(9); }
createServer((request, response) => {
  if (request.url === '/healthz' && '${fault}' === 'never ready') {
    response.statusCode = 503;
    console.log('asked');
  }
  if (request.url === '/noop/async' && '${fault}' === 'hangs up') return request.socket.destroy();
  response.end('{}');
}).listen(process.env.API_PORT, '127.0.0.1');
createServer((_, response) => {
  response.statusCode = '${fault}' === 'no metrics' ? 500 : 200;
  response.end('up 1');
}).listen(process.env.API_METRICS_PORT, '127.0.0.1');
`;

/** A generator in a few lines of shell. */
const generators = {
  ends: 'echo done; exit 0',
  fails: 'echo broken >&2; exit 5',
  hangs: 'exec sleep 600',
};

/** Whether a process is there and has not ended: where nobody waits for it, what has ended stays listed. */
function isRunning(pid: string): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'latin1'));
}

async function nativeLab(fault = '', generator: keyof typeof generators = 'ends') {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-native-'));
  const entry = join(folder, 'service.cjs');
  const k6 = join(folder, 'k6');
  writeFileSync(entry, service(fault));
  writeFileSync(k6, `#!/bin/sh\n${generators[generator]}\n`, { mode: 0o755 });
  const files: TrialFiles = {
    runId: 'test',
    folder,
    summary: join(folder, 'summary.json'),
    series: join(folder, 'series.ndjson'),
    scrapes: join(folder, 'scrapes.ndjson'),
    notes: join(folder, 'notes.ndjson'),
    generatorLog: join(folder, 'generator.log'),
    subjectLog: join(folder, 'subject.log'),
  };
  const ports = { API_PORT: String(await freePort()), API_METRICS_PORT: String(await freePort()) };
  const environment = readEnvironment({ ...ports, PATH: process.env.PATH });
  const { subjects } = loadConfig([flagSource({ nest: { entry, readyTimeout: '5m' } })]);
  const programs = subjectPrograms(subjects, environment, null);
  const placement = placeOn(allowedCpus(2), isOnPath(environment.PATH));
  const run = (signal = new AbortController().signal) =>
    runTrial(
      nativeRuntime(programs, placement, backingPrograms(environment, []), {
        path: k6,
        dashboardPort: null,
      }),
      trial,
      files,
      signal,
    );
  return { run, files, port: environment.API_PORT };
}

describe('the native runtime', () => {
  afterEach(() => vi.restoreAllMocks());

  it('starts service and generator, samples them, and ends both', async () => {
    const { run, files, port } = await nativeLab();
    const outcome = await run();
    expect(outcome).toMatchObject({
      state: 'completed',
      samples: expect.arrayContaining([expect.objectContaining({ metrics: 'up 1' })]),
    });
    expect(readFileSync(files.generatorLog, 'utf8')).toBe('done\n');
    expect(await portState(port)).toEqual({ free: true });
  });

  it.each([
    ['crash', 'ends', 'BENCH_SUBJECT_CRASHED', /code 9.*no treasury/],
    ['hangs up', 'ends', 'BENCH_SUBJECT_NOT_READY', /did not answer \/noop\/async/],
    ['', 'fails', 'BENCH_GENERATOR_FAILED', /code 5.*broken/],
  ] as const)(
    'says why when the service has the fault %j and the generator %s',
    async (fault, generator, code, message) => {
      const { run, port } = await nativeLab(fault, generator);
      expect(await run()).toMatchObject({
        state: 'failed',
        reason: { code, message: expect.stringMatching(message) },
      });
      expect(await portState(port)).toEqual({ free: true });
    },
  );

  it('says what a service answers that does not get ready in time', async () => {
    const { run, files, port } = await nativeLab('never ready');
    const wasAsked = () => existsSync(files.subjectLog) && readFileSync(files.subjectLog, 'utf8') !== '';
    const { now } = systemClock;
    vi.spyOn(systemClock, 'now').mockImplementation(() => now() + (wasAsked() ? 3600 : 0));
    expect(await run()).toMatchObject({
      state: 'failed',
      reason: { code: 'BENCH_SUBJECT_NOT_READY', message: expect.stringContaining('status 503 for 300 s') },
    });
    expect(await portState(port)).toEqual({ free: true });
  });

  it('goes on without metrics', async () => {
    const { run } = await nativeLab('no metrics');
    expect(await run()).toMatchObject({
      state: 'completed',
      samples: expect.arrayContaining([expect.objectContaining({ metrics: null, scrapeSeconds: null })]),
    });
  });

  it('refuses a port that was taken meanwhile, and names who holds it', async () => {
    const { run, port } = await nativeLab();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const outcome = await run();
    other.close();
    expect(outcome).toMatchObject({
      reason: {
        code: 'BENCH_SUBJECT_PORT_TAKEN',
        message: expect.stringContaining(`process ${process.pid}`),
      },
    });
  });

  it('says why a generator cannot be started', async () => {
    const { run } = await nativeLab();
    const { files } = await nativeLab();
    expect(existsSync(files.generatorLog)).toBe(false);
    const missing = await startChild(['/nonexistent/k6'], {}, files.generatorLog).catch((error) =>
      String(error),
    );
    expect(missing).toContain('ENOENT');
    expect((await run()).state).toBe('completed');
  });

  it('ends both in good order when it is told to stop', async () => {
    const { run, files, port } = await nativeLab('', 'hangs');
    const stop = new AbortController();
    const outcome = run(stop.signal);
    await eventually(() => expect(existsSync(files.generatorLog)).toBe(true));
    stop.abort();
    expect(await outcome).toEqual({ state: 'aborted', trial });
    expect(await portState(port)).toEqual({ free: true });
  });

  it('ends what a child has started and left behind', async () => {
    const { files } = await nativeLab();
    const child = await startChild(['sh', '-c', 'sleep 600 & echo $!; wait'], {}, files.subjectLog);
    const logged = () => readFileSync(files.subjectLog, 'utf8').trim();
    await eventually(() => expect(logged()).not.toBe(''));
    await child.stop(1);
    await eventually(() => expect(isRunning(logged())).toBe(false));
  });

  it('forces a child that does not heed SIGTERM', async () => {
    const { files } = await nativeLab();
    const child = await startChild(
      ['sh', '-c', 'trap "" TERM; echo up; while :; do sleep 0.1; done'],
      {},
      files.subjectLog,
    );
    await eventually(() => expect(readFileSync(files.subjectLog, 'utf8')).toBe('up\n'));
    await child.stop(0.1);
    expect(await child.exited).toMatchObject({ exitCode: null, signal: 'SIGKILL', lastWords: 'up\n' });
  });
});

describe('placement', () => {
  const everything = () => true;

  it('gives the subject the last CPU and the generator the others', () => {
    expect(placeOn([0, 1, 2, 3], everything)).toEqual({
      subjectPrefix: ['setpriv', '--pdeathsig', 'KILL', 'taskset', '-c', '3'],
      generatorPrefix: ['setpriv', '--pdeathsig', 'KILL', 'taskset', '-c', '0,1,2'],
      observerPrefix: ['setpriv', '--pdeathsig', 'KILL', 'taskset', '-c', '0,1,2'],
      observersApart: false,
      subjectCpus: [3],
      generatorCpus: [0, 1, 2],
      notControlled: [],
    });
  });

  it('says what is not controlled with one CPU, or without taskset', () => {
    expect(placeOn([5], everything)).toMatchObject({
      subjectPrefix: ['setpriv', '--pdeathsig', 'KILL'],
      subjectCpus: [5],
      generatorCpus: [5],
      notControlled: [expect.stringContaining('only one CPU')],
    });
    expect(placeOn([0, 1], () => false)).toMatchObject({
      subjectPrefix: [],
      notControlled: [expect.stringContaining('taskset')],
    });
  });

  it('heeds what the user asks for, and refuses a CPU that cannot be had', () => {
    expect(
      placeOn([0, 1], everything, { subject: [0, 1], generator: [0], observers: undefined }),
    ).toMatchObject({
      subjectPrefix: ['setpriv', '--pdeathsig', 'KILL', 'taskset', '-c', '0,1'],
      generatorCpus: [0],
      notControlled: ['Subject and generator share CPU 0, as asked for.'],
    });
    expect(() => placeOn([0, 1], everything, { subject: [7], generator: [0], observers: undefined })).toThrow(
      /SUBJECT_CPUS names CPU 7: expected some of 0, 1/,
    );
  });

  it('puts what stands behind the subject where the user says, and tells whether that is apart', () => {
    const asked = { subject: [3], generator: [0, 1] };
    expect(placeOn([0, 1, 2, 3], everything, { ...asked, observers: [2] })).toMatchObject({
      observerPrefix: ['setpriv', '--pdeathsig', 'KILL', 'taskset', '-c', '2'],
      observersApart: true,
    });
    expect(placeOn([0, 1, 2, 3], everything, { ...asked, observers: [1, 2] }).observersApart).toBe(false);
    expect(() => placeOn([0, 1], everything, { ...asked, subject: [1], observers: [9] })).toThrow(
      /OBSERVER_CPUS names CPU 9: expected some of 0, 1/,
    );
  });

  it('finds programs on the path', () => {
    expect(isOnPath('/nonexistent:/bin')('sh')).toBe(true);
    expect(isOnPath('/bin')('no-such-program')).toBe(false);
  });
});

describe.runIf(existsSync('/proc'))('CPU time of a process', () => {
  it('grows with work, and is unknown for a process that is gone', () => {
    const before = processCpuSeconds(process.pid) ?? 0;
    const used = process.cpuUsage();
    const usedSince = () => process.cpuUsage(used).user + process.cpuUsage(used).system;
    while (usedSince() < 150_000);
    expect((processCpuSeconds(process.pid) ?? 0) - before).toBeGreaterThan(0.1);
    expect(processCpuSeconds(4_194_999)).toBeNull();
  });
});
