import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@headroom/contract/fixtures/free-port.ts';
import type { TrialRecord } from '@headroom/contract/records.ts';
import type { Report } from '@headroom/contract/report.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ContainerLab, docker, until } from '../support/container-lab.ts';
import { buildOwnImage } from '../support/own-image.ts';
import { sharedLab } from '../support/shared-lab.ts';

/** Its metrics are those of any service in Node, on a page of its own. */
const server = `
const { createServer } = require('node:http');
createServer((_, answer) => answer.end('hello')).listen(process.env.PORT, '0.0.0.0');
const page = 'nodejs_eventloop_lag_seconds 0.25\\nnodejs_heap_size_used_bytes 1000\\n';
createServer((_, answer) => answer.end(page)).listen(process.env.STATS_PORT, '0.0.0.0');
`;

const gauges = [
  ...['headroom_users', 'headroom_window_seconds', 'headroom_generator_cpu_share'],
  ...['headroom_subject_cpu_cores', 'headroom_subject_memory_bytes'],
];
const lag = 'trial:eventloop_lag_seconds:current';
const ofNode = ['trial:eventloop_utilization:avg5s', 'trial:heap_used_bytes:current'];
const ofService = ['trial:gc_time:share5s', 'trial:http_server_active_requests:sum'];
const shared = ['trial:eventloop_stall_seconds:current', lag, ...ofService];
/** What each subject can tell of itself, and what it cannot. */
const told: Readonly<Record<string, readonly string[]>> = {
  nest: [...shared, ...ofNode],
  fastapi: shared,
  mine: [lag, 'trial:heap_used_bytes:current'],
};
const tellable = [...shared, ...ofNode];
const ideal = 'headroom_ideal_throughput_rps';
const client = ['k6_http_reqs_total', 'trial:k6_http_reqs:rate5s'];

const protocol = ['--runtime', 'compose', '--duration', '4s', '--warmup', '2s'];

interface Run {
  readonly report: Report;
  readonly records: readonly TrialRecord[];
}

let lab: ContainerLab;
let image: string;
let runs: Run[];

async function carriedOut(...flags: string[]): Promise<Run> {
  const { exitCode, stderr } = await lab.run(['run', ...flags, ...protocol]);
  expect(exitCode, stderr).toBe(0);
  return { report: lab.report(), records: lab.records() };
}

beforeAll(async () => {
  lab = await sharedLab();
  image = `${lab.project}/tells:1`;
  buildOwnImage(image, server);
  const stats = await freePort();
  const mine = {
    ...{ image, port: await freePort(), ready: '/', readyTimeout: '5m', bystander: '/' },
    ...{ metrics: { port: stats, path: '/stats' }, environment: { STATS_PORT: String(stats) } },
    endpoints: { '/hello': { workload: 'hello', strategy: 'async', expectedBody: 'hello' } },
  };
  const own = lab.configure({ order: 'listed', subjects: { mine } });
  runs = [
    await carriedOut('--subject', 'nest,fastapi', '--endpoint', '/cpu?iterations=1000000', '--vus', '1,2'),
    await carriedOut(...own, '--subject', 'mine', '--vus', '1,2'),
    await carriedOut('--endpoint', '/async', '--rate', '5'),
  ];
  // What is looked for is not to be there ten seconds after the last trial.
  await delay(11_000);
});
afterAll(() => {
  docker('image', 'rm', image);
});

/** Each trial of all runs, with its labels in Prometheus and the end of its window. */
const trials = () =>
  runs.flatMap(({ report, records }) =>
    records.map((record) => {
      if (record.state !== 'measured') throw new Error(`not measured: ${JSON.stringify(record)}`);
      const { trial, startedAt } = record;
      const { subject, endpoint, arrivalsPerSecond, vus, repeat, warmupSeconds, durationSeconds } = trial;
      const unit = arrivalsPerSecond === null ? 'users' : 'requests/s';
      const level = `level="${arrivalsPerSecond ?? vus}", unit="${unit}", repeat="${repeat}"`;
      const labels = `run="${report.runId}", subject="${subject}", endpoint="${endpoint}", ${level}`;
      const endsAt = startedAt + warmupSeconds + durationSeconds;
      return { report, trial, labels, endsAt, seconds: Math.floor(durationSeconds) };
    }),
  );

const names = async (expression: string): Promise<string[]> =>
  (await lab.query(expression)).map(({ metric }) => metric.__name__ ?? '');
const anyOf = (metrics: readonly string[]) => `__name__=~"${metrics.join('|')}"`;

describe('what Prometheus has of a trial', () => {
  it('is there in its window: what the runner, k6 and the subject can tell, and nothing else', async () => {
    for (const { trial, labels, endsAt, seconds } of trials()) {
      const expected = [...gauges, ...client, ...(told[trial.subject] ?? [])];
      const asked = anyOf([...gauges, ...client, ...tellable]);
      const found = await names(`last_over_time({${asked}, ${labels}}[${seconds}s] @ ${endsAt})`);
      expect([...new Set(found)].sort(), labels).toEqual([...expected].sort());
    }
  });

  it('has ended ten seconds after it', async () => {
    for (const { labels, endsAt } of trials()) {
      const asked = anyOf([...gauges, ...client, ...tellable, ideal, 'headroom_.+', 'trial:.+']);
      expect(await names(`{${asked}, ${labels}} @ ${endsAt + 10}`), labels).toEqual([]);
    }
  });

  it('has the ideal of the report, also where a lone user had to be measured for it', async () => {
    for (const { report, trial, labels } of trials()) {
      const cell = report.cells.find(
        ({ subject, vus, arrivalsPerSecond }) =>
          subject === trial.subject && vus === trial.vus && arrivalsPerSecond === trial.arrivalsPerSecond,
      );
      const [sample] = await lab.query(`last_over_time(${ideal}{${labels}}[10m])`);
      expect(Number(sample?.value[1]), labels).toBeCloseTo(cell?.idealThroughputRps ?? -1, 9);
    }
  });
});

it('has no target that is down once the lab is at rest', async () => {
  const health = () => lab.query('up');
  const seen = await until(health, (up) => up.length > 0 && up.every(({ value }) => value[1] === '1'));
  expect(seen.map(({ metric }) => metric.job)).toEqual(['api']);
});
