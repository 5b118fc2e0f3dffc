import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { barePath } from './support/bare-path.ts';
import { cellOf, findProcess, testLab } from './support/lab.ts';

/** What the stores take; on a machine without them these tests would only show that. */
const hasStores =
  ['valkey-server', 'redis-server'].some((name) => spawnSync('which', [name]).status === 0) &&
  (spawnSync('which', ['initdb']).status === 0 || existsSync('/usr/lib/postgresql'));
if (!hasStores && process.env.CI) throw new Error('CI must have PostgreSQL and Valkey or Redis');

describe.runIf(hasStores)('a pool of database connections', () => {
  it.each([10, 20])('of %i serves as many slow queries at a time', async (databasePoolSize) => {
    const lab = await testLab();
    const { exitCode } = await lab.run([
      ...['run', '--endpoint', '/db/async', '--vus', '1,100', '--duration', '3s', '--warmup', '2s'],
      ...lab.configure({ nest: { databaseDelay: '100ms', databasePoolSize } }),
    ]);
    expect(exitCode).toBe(0);
    const { effectiveConcurrency, failedRequests } = cellOf(lab.report(), '/db/async', 100);
    expect(effectiveConcurrency?.bound).toBe('estimate');
    expect(effectiveConcurrency?.value).toBeGreaterThan(0.9 * databasePoolSize);
    expect(effectiveConcurrency?.value).toBeLessThan(1.1 * databasePoolSize);
    expect(failedRequests).toBe(0);
    expect(lab.leftovers()).toEqual([]);
  });
});

describe.runIf(hasStores)('a job queue', () => {
  it('tells the time until a job is accepted from that until its result is there', async () => {
    const lab = await testLab();
    const { exitCode } = await lab.run([
      ...['run', '--endpoint', '/cpu/queue', '--vus', '1,10', '--duration', '4s', '--warmup', '1s'],
      ...lab.configure({ nest: { cpuIterations: 100_000_000 } }),
    ]);
    expect(exitCode).toBe(0);
    const cell = cellOf(lab.report(), '/cpu/queue', 10);
    expect(cell.failedRequests).toBe(0);
    expect(cell.requests).toBeGreaterThan(5);
    // One worker: its results queue, its acceptances do not.
    expect(cell.acceptedSeconds?.mean).toBeLessThan(0.5 * (cell.latencySeconds?.mean ?? 0));
    expect(lab.leftovers()).toEqual([]);
  });
});

describe('a service behind the subject that dies in the middle of a trial', () => {
  it.each([
    ['/http/async', 'upstream', 'UPSTREAM_PORT'],
    ['/db/async', 'postgres', 'STORES_POSTGRES_PORT'],
    ['/cpu/queue', 'redis', 'STORES_REDIS_PORT'],
  ] as const)('costs %s failed requests, and the run goes on', async (endpoint, service, variable) => {
    if (service !== 'upstream' && !hasStores) return;
    const lab = await testLab();
    const running = lab.start([
      ...['run', '--endpoint', `${endpoint},/noop/async`, '--vus', '1', '--duration', '4s', '--warmup', '0s'],
      ...lab.configure({ order: 'listed', nest: { cpuIterations: 1_000_000 } }),
    ]);
    await loadHasBegun(join(lab.out, 'latest/trials', `nest${endpoint.replaceAll('/', '-')}-1vu-r1`));
    const pid = await findProcess(
      ({ command, environment }) =>
        / services\/|\/services\//.test(command) &&
        !command.startsWith('setpriv') &&
        environment.includes(`${variable}=${lab.ports[service]}`) &&
        command.includes(service),
    );
    process.kill(pid, 'SIGKILL');
    expect((await running.ended).exitCode).toBe(0);
    expect(cellOf(lab.report(), endpoint, 1).failedRequests).toBeGreaterThan(0);
    expect(cellOf(lab.report(), '/noop/async', 1).failedRequests).toBe(0);
    expect(lab.leftovers()).toEqual([]);
  });
});

describe('a machine without the stores', () => {
  const path = barePath(['sh', 'dirname', 'readlink', 'taskset', 'setpriv']);

  it('ends with 3 where they are asked for by name, and says how to get them', async () => {
    const lab = await testLab();
    const ended = await lab.run(['run', '--endpoint', '/cpu/queue', '--vus', '1', '--duration', '1s'], {
      PATH: path,
    });
    expect(ended.exitCode).toBe(3);
    expect(ended.stderr).toMatch(/BENCH_TOOLS_SERVICE_MISSING.*Valkey.*apt install/);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(lab.leftovers()).toEqual([]);
  });

  it('leaves their cells out of a preset, and lists them', async () => {
    const lab = await testLab();
    const running = lab.start(['run', '--preset', 'claims', '--subject', 'nest', '--duration', '1s'], {
      PATH: path,
    });
    await running.says(/Left out, and listed in the report: There is no Valkey.*apt install/);
    await running.says(/1\/\d+ /);
    running.process.kill('SIGINT');
    expect((await running.ended).exitCode).toBe(130);
    const left = lab.report().leftOut.flatMap(({ cells }) => cells);
    expect(left).toContain('nest /cpu/queue at 10 users');
    expect(lab.leftovers()).toEqual([]);
  });
});

/** The answer has been verified by then. Polls the generator's series, which grows by a line a second. */
async function loadHasBegun(trial: string): Promise<void> {
  const series = join(trial, 'series.ndjson');
  while (!existsSync(series) || !readFileSync(series, 'utf8').includes('"snapshot"')) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
