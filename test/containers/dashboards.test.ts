import { setTimeout as delay } from 'node:timers/promises';
import type { Cell, Report } from '@headroom/contract/report.ts';
import { dashboardQueries, dashboardVariables } from '@headroom/grafana';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ContainerLab } from '../support/container-lab.ts';
import { cellOf } from '../support/lab.ts';
import { sharedLab } from '../support/shared-lab.ts';

/** What a run in which nothing goes wrong has no data for. */
const whenWrong = ['Not sent', 'Failed requests by kind', 'Requests not sent'];
/** What the engine may not tell. */
const notEverywhere = ['Held back by the kernel', "Others on the generator's CPUs"];
/** Quantiles for which these runs have too few answers. */
const heldBack = ['p95', '95th percentile', '99th percentile'];
/** What FastAPI does not have, or had not in that run. */
const notPython = ['Event loop utilisation', 'Jobs that wait', 'Time of jobs'];

let lab: ContainerLab;
let first: Report;
let second: Report;
let python: Report;
let busy: Report;
let began: number;

beforeAll(async () => {
  lab = await sharedLab();
  began = Date.now() / 1000;
  first = await measure('--endpoint', '/sync,/async,/cpu/queue', '--vus', '1,10', '--bystanders', '5');
  second = await measure('--endpoint', '/async', '--vus', '1,10', '--seed', '2');
  python = await measure(
    '--subject',
    'fastapi',
    '--endpoint',
    '/sync,/async',
    '--vus',
    '10',
    '--bystanders',
    '5',
  );
  busy = await measure('--endpoint', '/noop/async', '--vus', '50');
  // The last values of a trial are recorded by the rules' next turn.
  await delay(2000);
});

async function measure(...flags: string[]): Promise<Report> {
  const bench = ['run', '--runtime', 'compose', '--duration', '3s', '--warmup', '1s', ...flags];
  expect(await lab.run(bench)).toMatchObject({ exitCode: 0 });
  return lab.report();
}

/** Grafana's variables where these runs are chosen, and all that they have. An empty name is what an empty Prometheus offers. */
async function values(run: string, other: string): Promise<Map<string, string>> {
  const known = new Map([
    ['run', run],
    ['runA', run],
    ['runB', other],
    ...['subject', 'endpoint', 'level'].map((name) => [name, '.+'] as const),
    ['__interval', '2s'],
  ]);
  for (const { name, query, regex } of dashboardVariables()) {
    if (known.has(name)) continue;
    const [answer] = await lab.query(fill(query.replace(/^query_result\((.*)\)$/s, '$1'), known));
    // As Grafana writes a result, and cuts it.
    const written = answer === undefined ? '' : `{} ${answer.value[1]} ${answer.value[0]}`;
    known.set(name, new RegExp(regex.slice(1, -1)).exec(written)?.[1] ?? '');
  }
  return known;
}

function fill(expression: string, known: ReadonlyMap<string, string>): string {
  return expression.replace(/\$\{?(\w+)(?::\w+)?\}?/g, (written, name) => known.get(name) ?? written);
}

/** How many series each query has. Throws at one that Prometheus does not understand. */
async function drawn(known: ReadonlyMap<string, string>) {
  const rows: { dashboard: string; panel: string; series: number }[] = [];
  for (const { dashboard, panel, expr, instant } of dashboardQueries()) {
    const filled = fill(expr, known);
    const series = instant
      ? (await lab.query(filled)).filter(({ value }) => Number.isFinite(Number(value[1]))).length
      : await lab.finiteSeries(filled, began);
    rows.push({ dashboard, panel, series });
  }
  console.table(rows);
  return rows;
}

/** Panels of which no query has data, but for those that are named. */
function emptyPanels(rows: Awaited<ReturnType<typeof drawn>>, ...named: string[]): string[] {
  const filled = new Set(rows.filter(({ series }) => series > 0).map(({ panel }) => panel));
  return rows.map(({ panel }) => panel).filter((panel) => !filled.has(panel) && !named.includes(panel));
}

async function ofCell(metric: string, { endpoint, vus }: Cell): Promise<number> {
  const labels = `run="${first.runId}", endpoint="${endpoint}", level="${vus}"`;
  const [sample] = await lab.query(`last_over_time(${metric}{${labels}}[10m])`);
  return Number(sample?.value[1]);
}

describe('the dashboards', () => {
  it('show finite data in every panel after a bench, of canaries and of a job queue too', async () => {
    const rows = await drawn(await values(first.runId, second.runId));
    expect(emptyPanels(rows, ...whenWrong, ...notEverywhere, ...heldBack)).toEqual([]);
  });

  it('show as much of FastAPI', async () => {
    const rows = await drawn(await values(python.runId, second.runId));
    expect(emptyPanels(rows, ...whenWrong, ...notEverywhere, ...notPython, ...heldBack)).toEqual([]);
  });

  it('show every quantile of a run with answers enough', async () => {
    const rows = await drawn(await values(busy.runId, second.runId));
    expect(emptyPanels(rows.filter(({ panel }) => heldBack.includes(panel)))).toEqual([]);
  });

  it('ask nothing that Prometheus does not understand where it holds no run', async () => {
    const known = await values('', '');
    expect(known.get('startA')).toBe('0');
    await drawn(known);
  });

  it('agree with the report', async () => {
    for (const cell of [cellOf(first, '/sync', 1), cellOf(first, '/sync', 10), cellOf(first, '/async', 10)]) {
      const throughput = await ofCell('trial:k6_http_reqs:rate_measured', cell);
      expect(
        Math.abs(throughput / cell.throughputRps - 1),
        `throughput of ${cell.endpoint} ${cell.vus}`,
      ).toBeLessThan(0.05);
    }
    const cell = cellOf(first, '/async', 10);
    const median = await ofCell('trial:k6_http_req_duration_seconds:p50', cell);
    expect(Math.abs(median / (cell.latencySeconds?.p50 ?? 0) - 1), 'median latency').toBeLessThan(0.05);
  });

  it('count in a heatmap every answer once', async () => {
    const known = await values(first.runId, second.runId);
    const queryOf = (panel: string): string =>
      fill(dashboardQueries().find((query) => query.panel === panel)?.expr ?? '', known);
    const [requests] = await lab.query(queryOf('Requests'));
    const until = Math.ceil(Date.now() / 1000);
    const [cells] = await lab.query(
      `sum_over_time(histogram_count(${queryOf('Latencies')})[${until - Math.floor(began)}s:2s] @ ${until})`,
    );
    expect(Number(cells?.value[1])).toBe(Number(requests?.value[1]));
  });
});
