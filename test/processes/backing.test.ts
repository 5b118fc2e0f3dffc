import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { barePath } from '../support/bare-path.ts';
import { cellOf, findProcess, testLab } from '../support/lab.ts';
import { noStores, withStores } from '../support/stores.ts';

describe('a service behind the subject that dies in the middle of a trial', () => {
  it('costs /http/async failed requests, and the run goes on', () =>
    expectFailures('/http/async', 'upstream', 'UPSTREAM_PORT'));

  it.skipIf(noStores !== undefined).each([
    ['/db/async', 'postgres', 'STORES_POSTGRES_PORT'],
    ['/cpu/queue', 'redis', 'STORES_REDIS_PORT'],
  ] as const)(withStores('costs %s failed requests, and the run goes on'), expectFailures);

  async function expectFailures(
    endpoint: string,
    service: 'upstream' | 'postgres' | 'redis',
    variable: string,
  ): Promise<void> {
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
    expect(cellOf(lab.report(), endpoint, 1).others?.names).toHaveLength(1);
    expect(cellOf(lab.report(), '/noop/async', 1).failedRequests).toBe(0);
    expect(cellOf(lab.report(), '/noop/async', 1).others).toEqual({ names: [], cpuShare: 0 });
    expect(lab.leftovers()).toEqual([]);
  }
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
