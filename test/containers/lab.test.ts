import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContainerLab, docker, until } from '../support/container-lab.ts';
import { cellOf } from '../support/lab.ts';
import { sharedLab } from '../support/shared-lab.ts';

let lab: ContainerLab;

beforeAll(async () => {
  lab = await sharedLab();
});

// What the last tests stopped comes back.
afterAll(async () => {
  expect((await lab.run(['up'])).exitCode).toBe(0);
  expect(health()).toEqual(new Set(['healthy']));
});

interface Inspected {
  State: { Health?: { Status: string } };
  Config: { User: string };
  HostConfig: {
    ReadonlyRootfs: boolean;
    CapDrop: string[];
    SecurityOpt: string[];
    Memory: number;
    CpusetCpus: string;
    PortBindings: Record<string, { HostIp: string }[]>;
  };
}

function containers(): Inspected[] {
  const ids = docker('ps', '--quiet', '--filter', `label=com.docker.compose.project=${lab.project}`);
  return JSON.parse(docker('inspect', ...ids.split('\n')));
}

const health = () => new Set(containers().map(({ State }) => State.Health?.Status));

const firing = async () =>
  (await lab.query('ALERTS{alertstate="firing"}')).map(({ metric }) => metric.alertname);

describe('the lab in containers', () => {
  it('comes up healthy', () => {
    expect(containers().length).toBeGreaterThanOrEqual(2);
    expect(health()).toEqual(new Set(['healthy']));
  });

  it('is hardened, limited, pinned, and published on loopback only', () => {
    for (const { Config, HostConfig } of containers()) {
      expect(Config.User).not.toMatch(/^$|^0|^root/);
      expect(HostConfig).toMatchObject({ ReadonlyRootfs: true, CapDrop: ['ALL'] });
      expect(HostConfig.SecurityOpt).toContain('no-new-privileges:true');
      expect(HostConfig.Memory).toBeGreaterThan(0);
      expect(HostConfig.CpusetCpus).not.toBe('');
      const addresses = Object.values(HostConfig.PortBindings).flatMap((bindings) =>
        bindings.map(({ HostIp }) => HostIp),
      );
      expect(new Set(addresses)).toEqual(new Set(['127.0.0.1']));
    }
  });

  it('lets nothing out into the internet', () => {
    // An address of documentation (RFC 5737): from a network with a way out the attempt would hang, not fail at once.
    const script =
      "fetch('http://192.0.2.1', { signal: AbortSignal.timeout(2000) }).then(() => 'out', () => 'in').then((where) => { console.log(where); process.exit(); })";
    expect(docker('exec', `${lab.project}-api-1`, 'node', '-e', script)).toBe('in');
  });

  it('measures, writes results as the user who ran it, and stays up when it was up', async () => {
    const flags = ['--endpoint', '/sync,/async', '--vus', '1,10', '--duration', '3s', '--warmup', '1s'];
    const { exitCode, stderr } = await lab.run(['run', '--runtime', 'compose', ...flags]);
    expect(stderr, stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(lab.report()).toMatchObject({ runtime: 'compose', complete: true, excluded: [] });
    expect(cellOf(lab.report(), '/async', 10).failedRequests).toBe(0);
    expect(containers().length).toBeGreaterThanOrEqual(2);
  });

  it('sends at most 30 series a trial to Prometheus', async () => {
    await demandFewSeries(4);
  });

  it('starts what stands behind the subject for the trials that need it, and ends it with them', async () => {
    const flags = ['--endpoint', '/db/async,/cpu/queue,/http/async', '--vus', '1', '--duration', '3s'];
    const { exitCode, stderr } = await lab.run(['run', '--runtime', 'compose', ...flags, '--warmup', '1s']);
    expect(stderr, stderr).toBe('');
    expect(exitCode).toBe(0);
    for (const { failedRequests, requests } of lab.report().cells) {
      expect(failedRequests).toBe(0);
      // How many depends on what CPU the containers are granted.
      expect(requests).toBeGreaterThan(0);
    }
    expect(cellOf(lab.report(), '/cpu/queue', 1).acceptedSeconds?.mean).toBeGreaterThan(0);
    const names = docker('ps', '--all', '--format', '{{.Names}}').split('\n');
    expect(
      names.filter((name) => name.startsWith(lab.project) && /postgres|valkey|upstream/.test(name)),
    ).toEqual([]);
    await demandFewSeries(3);
  });

  it('fires the stall alert under a blocked loop, and resolves it after', async () => {
    const flags = ['--endpoint', '/sync', '--vus', '10', '--duration', '10s', '--warmup', '0s'];
    const running = lab.start([
      ...['run', '--runtime', 'compose', ...flags],
      ...lab.configure({ baselines: false }),
    ]);
    await until(firing, (alerts) => alerts.includes('EventLoopStalled'));
    expect((await running.ended).exitCode).toBe(0);
    await until(firing, (alerts) => !alerts.includes('EventLoopStalled'));
  });

  it('excludes a trial whose subject was stopped, with its logs, and goes on', async () => {
    const flags = ['--endpoint', '/async', '--vus', '1,10', '--duration', '4s', '--warmup', '0s'];
    const running = lab.start(['run', '--runtime', 'compose', ...flags]);
    await running.says(/1\/2 /);
    // Present while the load runs, and marked stale when it ends.
    await until(
      () => lab.query('k6_headroom_started_at_seconds'),
      (series) => series.length > 0,
    );
    docker('stop', '-t', '1', `${lab.project}-api-1`);
    expect((await running.ended).exitCode).toBe(4);
    expect(lab.report().excluded).toMatchObject([{ reason: { code: 'BENCH_SUBJECT_EXITED' } }]);
    expect(lab.report().cells.length + lab.report().baselines.length).toBe(1);
  });

  it('measures on when Prometheus is stopped', async () => {
    const flags = ['--endpoint', '/async', '--vus', '10', '--duration', '4s', '--warmup', '1s'];
    const running = lab.start([
      ...['run', '--runtime', 'compose', ...flags],
      ...lab.configure({ baselines: false }),
    ]);
    await running.says(/1\/1 /);
    docker('stop', '-t', '1', `${lab.project}-prometheus-1`);
    const { exitCode, stdout } = await running.ended;
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /Missing from the dashboards\n\n- Prometheus took nothing for about \d+ s of a trial, from /,
    );
    const cell = cellOf(lab.report(), '/async', 10);
    expect(cell.throughputRps / (cell.idealThroughputRps ?? 0)).toBeGreaterThan(0.9);
  });
});

/** Of each trial of the newest run; baselines and warm-ups included. */
async function demandFewSeries(trials: number): Promise<void> {
  const { runId } = lab.report();
  const counts = await lab.query(
    `count by (endpoint, level, repeat) (last_over_time({__name__=~"k6_.+", run="${runId}"}[10m]))`,
  );
  expect(counts).toHaveLength(trials);
  for (const { metric, value } of counts) {
    expect(Number(value[1]), JSON.stringify(metric)).toBeLessThanOrEqual(30);
  }
}
