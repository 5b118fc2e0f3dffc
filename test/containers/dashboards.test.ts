import { setTimeout as delay } from 'node:timers/promises';
import type { Cell, Report } from '@headroom/contract/report.ts';
import { dashboardQueries, dashboardVariables } from '@headroom/grafana';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ContainerLab } from '../support/container-lab.ts';
import { cellOf } from '../support/lab.ts';
import { sharedLab } from '../support/shared-lab.ts';

let lab: ContainerLab;
let first: Report;
let second: Report;
let began: number;

const bench = [
  'run',
  '--runtime',
  'compose',
  '--endpoint',
  '/sync,/async',
  '--vus',
  '1,10',
  '--duration',
  '3s',
  '--warmup',
  '1s',
];

beforeAll(async () => {
  lab = await sharedLab();
  began = Date.now() / 1000;
  expect((await lab.run(bench)).exitCode).toBe(0);
  first = lab.report();
  const few = ['--endpoint', '/async', '--seed', '2'];
  expect((await lab.run([...bench, ...few])).exitCode).toBe(0);
  second = lab.report();
  // The last values of a trial are recorded by the rules' next turn.
  await delay(2000);
});

/** Grafana's variables as if the first run were chosen, or the first as A and the second as B. */
async function values(): Promise<Map<string, string>> {
  const known = new Map([
    ['run', first.runId],
    ['runA', first.runId],
    ['runB', second.runId],
    ...['subject', 'endpoint', 'level'].map((name) => [name, '.+'] as const),
    ['__range', '600s'],
  ]);
  for (const { name, query } of dashboardVariables()) {
    if (known.has(name)) continue;
    const [answer] = await lab.query(fill(query.replace(/^query_result\((.*)\)$/s, '$1'), known));
    known.set(name, answer?.value[1] ?? 'none');
  }
  return known;
}

function fill(expression: string, known: ReadonlyMap<string, string>): string {
  return expression.replace(/\$\{?(\w+)(?::\w+)?\}?/g, (written, name) => known.get(name) ?? written);
}

async function ofCell(metric: string, { endpoint, vus }: Cell): Promise<number> {
  const labels = `run="${first.runId}", endpoint="${endpoint}", level="${vus}"`;
  const [sample] = await lab.query(`last_over_time(${metric}{${labels}}[10m])`);
  return Number(sample?.value[1]);
}

describe('the dashboards', () => {
  it('show finite data in every panel after a bench', async () => {
    const known = await values();
    const rows: { dashboard: string; panel: string; series: number }[] = [];
    for (const { dashboard, panel, expr } of dashboardQueries()) {
      rows.push({ dashboard, panel, series: await lab.finiteSeries(fill(expr, known), began) });
    }
    console.table(rows);
    expect(rows.filter(({ series }) => series === 0)).toEqual([]);
  });

  it('agree with the report', async () => {
    for (const cell of [cellOf(first, '/sync', 1), cellOf(first, '/sync', 10), cellOf(first, '/async', 10)]) {
      const throughput = await ofCell('trial:k6_http_reqs:rate_measured', cell);
      expect(
        Math.abs(throughput / cell.throughputRps - 1),
        `throughput of ${cell.endpoint} ${cell.vus}`,
      ).toBeLessThan(0.05);
    }
    const busy = cellOf(first, '/async', 10);
    const median = await ofCell('trial:k6_http_req_duration_seconds:p50', busy);
    expect(Math.abs(median / (busy.latencySeconds?.p50 ?? 0) - 1), 'median latency').toBeLessThan(0.05);
  });
});
