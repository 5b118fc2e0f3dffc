import type { Manifest } from '@headroom/contract/manifest.ts';
import type { MeasuredRecord, TrialRecord } from '@headroom/contract/records.ts';
import type { Cell, Report } from '@headroom/contract/report.ts';
import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../analyse/analyse.ts';
import { manyRecords } from '../../analyse/fixtures/many-records.ts';
import { articleRecords, recordOf, trialOf } from '../../analyse/fixtures/records.ts';
import { judgeClaims } from '../../claims/judge-claims.ts';
import { manifestOf } from '../../fixtures/manifest.ts';
import { render } from '../render.ts';
import { type RunOfPage, renderComparisonHtml } from './comparison-page.ts';
import { renderHtml } from './page.ts';

function runOf(records: readonly TrialRecord[], changes: Partial<Manifest> = {}): RunOfPage {
  const manifest = manifestOf(
    records.map(({ trial }) => trial),
    changes,
  );
  const analysis = analyse(records, manifest.plan.trials, 1);
  const claims = judgeClaims(analysis.cells, { subjectCpus: 1 }, true);
  return { report: render(analysis, claims, manifest).report, manifest, traces: analysis.traces };
}

const pageOf = async ({ report, manifest, traces }: RunOfPage): Promise<string> =>
  renderHtml(report, manifest, traces);

/** What the page says, without how it looks: headings by their rank, and what is in a picture. */
function outlineOf(page: string): string {
  const { document } = parseHTML(page);
  const parts = [...document.querySelectorAll('h1, h2, h3, h4, svg[role=img], table')].map((element) => {
    const name = element.tagName.toLowerCase();
    if (name === 'svg') return `      [${element.getAttribute('aria-label')}]`;
    if (name === 'table') return `      (table of ${element.querySelectorAll('tbody tr').length} rows)`;
    return `${'  '.repeat(Number(name.slice(1)) - 1)}${element.textContent?.replaceAll(/\s+/g, ' ').trim()}`;
  });
  return `${parts.join('\n')}\n`;
}

const hostile = `"><img src=x onerror=alert(1)><script>alert(2)</script></script><!--'`;

describe('the page of a run', () => {
  it('has the golden outline', async () => {
    const failed: TrialRecord = {
      schemaVersion: 1,
      state: 'excluded',
      trial: trialOf('/cpu', 1),
      reason: { code: 'BENCH_GENERATOR_KILLED', message: 'k6 was ended by SIGKILL' },
    };
    const page = await pageOf(runOf([...articleRecords, failed]));
    await expect(outlineOf(page)).toMatchFileSnapshot('__golden__/outline.txt');
  });

  it('asks nobody for anything, and lets run only what it holds', async () => {
    const page = await pageOf(runOf(articleRecords));
    expect(/(?:src|href|url\()\s*=?\s*["'(]?(?:https?:)?\/\//.exec(page)).toBeNull();
    const { document } = parseHTML(page);
    const policy = document
      .querySelector('meta[http-equiv=Content-Security-Policy]')
      ?.getAttribute('content');
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; img-src data:; base-uri 'none'; form-action 'none'$/,
    );
    expect(document.querySelectorAll('style, script')).toHaveLength(2);
    expect(document.querySelectorAll('[style], [onclick]')).toHaveLength(0);
  });

  it('takes no name or message for markup', async () => {
    const run = runOf(articleRecords);
    const hostileCell = (cell: Cell): Cell => ({
      ...cell,
      subject: hostile,
      endpoint: `/${hostile}`,
      warnings: [{ code: 'drift', message: hostile }],
    });
    const report: Report = {
      ...run.report,
      preset: hostile,
      verdicts: [],
      findings: [hostile],
      cells: run.report.cells.map(hostileCell),
      leftOut: [{ cells: [hostile], reason: hostile }],
      notControlled: [hostile],
      excluded: [{ trialId: hostile, reason: { code: 'BENCH_GENERATOR_KILLED', message: hostile } }],
    };
    const traces = run.traces.map((trace) => ({ ...trace, subject: hostile, endpoint: `/${hostile}` }));
    const manifest: Manifest = {
      ...run.manifest,
      runId: hostile,
      gitCommit: hostile,
      machine: { ...run.manifest.machine, cpuModel: hostile },
      findings: [{ check: hostile, severity: 'warning', message: hostile, advice: hostile }],
    };
    for (const page of [
      await renderHtml(report, manifest, traces, [hostile]),
      await renderComparisonHtml({ report, manifest, traces }, run, [
        { heading: hostile, lines: [hostile], table: { rows: [[hostile], [hostile]], right: [] } },
      ]),
    ]) {
      const { document } = parseHTML(page);
      expect(document.querySelectorAll('img')).toHaveLength(0);
      expect(document.querySelectorAll('script')).toHaveLength(1);
      expect(page.includes('<img')).toBe(false);
      expect(page.includes('<!--')).toBe(false);
      expect(page.toLowerCase().split('<script').length).toBe(2);
      expect(document.body.textContent?.includes(hostile)).toBe(true);
    }
  });

  it('shows the verdicts in words first, and does not say them twice', async () => {
    const run = runOf(articleRecords);
    const { document } = parseHTML(await pageOf(run));
    const [first] = document.querySelectorAll('main > section');
    expect(first?.textContent).toContain('/async is better than /sync');
    expect(document.body.textContent?.split('is better than /sync')).toHaveLength(2);
  });

  it('says in every table what the terminal says', async () => {
    const run = runOf(articleRecords);
    const { document } = parseHTML(await pageOf(run));
    const headings = [...document.querySelectorAll('h2')].map(({ textContent }) => textContent);
    expect(headings).toEqual(
      expect.arrayContaining([
        "The article's table, measured",
        "The article's claims",
        'All cells',
        'Warnings',
      ]),
    );
  });
});

const nothing: Partial<Cell> = {
  idealThroughputRps: null,
  latencySeconds: null,
  acceptedSeconds: null,
  impliedLatencySeconds: null,
  littleResidual: null,
  serviceSeconds: null,
  effectiveConcurrency: null,
  serverLatencyMeanSeconds: null,
  longestStallSeconds: null,
  loopUtilization: null,
  subjectCpuSecondsPerRequest: null,
  peakResidentBytes: null,
  idleResidentBytes: null,
  generatorCpuShare: null,
  bystander: null,
};

describe('a page of little', () => {
  const drawable = (page: string): string[] => {
    const { document } = parseHTML(page);
    document.querySelector('script')?.remove();
    for (const never of ['NaN', 'undefined', 'Infinity', 'null']) {
      expect(document.body.innerHTML.split(never)).toHaveLength(1);
    }
    return [...document.querySelectorAll('h4')].map(({ textContent }) => textContent ?? '');
  };

  it('shows a run without a measured trial', async () => {
    const excluded = articleRecords.map(
      ({ trial }): TrialRecord => ({
        schemaVersion: 1,
        state: 'excluded',
        trial,
        reason: { code: 'BENCH_GENERATOR_FAILED', message: 'k6 failed' },
      }),
    );
    const page = await pageOf(runOf(excluded));
    expect(drawable(page)).toEqual([]);
    expect(page.includes('Nothing was measured that an answer could rest on')).toBe(true);
    expect(page.includes('no measured trial')).toBe(true);
  });

  it('shows a run that has not begun, and one of a lone cell', async () => {
    expect(drawable(await pageOf({ ...runOf([]), manifest: manifestOf([trialOf('/sync', 1)]) }))).toEqual([]);
    expect(drawable(await pageOf(runOf([recordOf(trialOf('/async', 10), {})])))).toEqual([
      'Throughput',
      'Latency',
      'Latency quantiles',
    ]);
  });

  it('shows cells of which nothing is known but that they are', async () => {
    const { report, manifest } = runOf(articleRecords);
    const bare = {
      ...report,
      cells: report.cells.map((cell) => ({ ...cell, ...nothing, throughputRps: 0 })),
    };
    expect(drawable(await renderHtml(bare, manifest, []))).toEqual(['Throughput']);
  });

  it.each([1e-9, 1e12])('shows figures of the size of %s', async (size) => {
    const { report, manifest } = runOf(articleRecords);
    const cells = report.cells.map((cell): Cell => {
      const interval = { low: 0.9 * size, high: 1.1 * size };
      return {
        ...cell,
        throughputRps: size,
        idealThroughputRps: size,
        latencySeconds: { mean: size, p50: size, p95: size, p99: size, max: size },
        impliedLatencySeconds: size,
        serviceSeconds: size,
        intervals: { ...cell.intervals, throughputRps: interval, meanSeconds: interval },
        bystander: {
          sent: 1,
          failed: 0,
          unanswered: 1,
          p50Seconds: { value: size, bound: 'lower' },
          p95Seconds: { value: size, bound: 'estimate' },
        },
      };
    });
    const page = await renderHtml({ ...report, cells }, manifest, []);
    expect(drawable(page)).toContain('What others wait');
  });

  it('ranks what others wait at the only level that there is, however far apart', async () => {
    const { report, manifest } = runOf(articleRecords);
    const cells = report.cells
      .filter(({ vus }) => vus === 10)
      .map((cell, i): Cell => {
        const wait = { value: 0.001 * 1000 ** i, bound: 'estimate' } as const;
        const bystander = { sent: 1, failed: 0, unanswered: 0, p50Seconds: wait, p95Seconds: wait };
        return { ...cell, bystander };
      });
    expect(drawable(await renderHtml({ ...report, cells }, manifest, []))).toContain('What others wait');
  });

  it('shows the open model beside the closed one', async () => {
    const open = [5, 20].map((arrivalsPerSecond) =>
      recordOf(
        { ...trialOf('/sync', 50), arrivalsPerSecond, trialId: `nest-sync-${arrivalsPerSecond}rps-r1` },
        { requests: 30 },
      ),
    );
    const { report, manifest, traces } = runOf([...articleRecords]);
    const [closed] = report.cells;
    if (closed === undefined) throw new Error('no cell');
    const cells = open.map(
      ({ trial }): Cell => ({ ...closed, vus: trial.vus, arrivalsPerSecond: trial.arrivalsPerSecond }),
    );
    const page = await renderHtml({ ...report, cells: [...report.cells, ...cells] }, manifest, traces);
    expect(drawable(page)).toEqual(
      expect.arrayContaining(['Answered of what was sent', 'Latency at a constant rate']),
    );
  });
});

describe('a page of much', () => {
  let page: string;
  beforeAll(async () => {
    page = await pageOf(runOf(manyRecords(500)));
  });

  it('shows 500 trials with every chart of every family', () => {
    const { document } = parseHTML(page);
    const count = (title: string) =>
      [...document.querySelectorAll('h4')].filter(({ textContent }) => textContent?.startsWith(title)).length;
    expect(count('Throughput')).toBe(12);
    expect(count('Latency quantiles')).toBe(12);
    expect(document.querySelectorAll('figure.chart').length).toBe(12 * 4 + 24);
    expect(document.querySelectorAll('svg[role=img][aria-label]').length).toBe(12 * 4 + 24);
  });

  it('lets no two things have the same id', () => {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the page of two runs', () => {
  const slower = articleRecords.map(
    (record): MeasuredRecord => ({ ...record, requests: Math.round(record.requests * 0.9) }),
  );
  const [a, b] = [
    runOf(articleRecords, { runId: 'one' }),
    runOf(slower, { runId: 'two', gitCommit: 'fedcba9876543210' }),
  ];

  it('draws both over one another, and lists what differs', async () => {
    const page = await renderComparisonHtml(a, b, []);
    const { document } = parseHTML(page);
    const differences = document.querySelector('#what-differs-between-them')?.textContent ?? '';
    expect(differences).toContain('0123456789ab');
    expect(differences).not.toContain('Example CPU');
    const labels = [...document.querySelectorAll('svg text')].map(({ textContent }) => textContent);
    expect(labels).toEqual(expect.arrayContaining(['sync A', 'sync B', 'async A', 'async B']));
    expect(document.querySelectorAll('svg [stroke-dasharray="7 4"]').length).toBeGreaterThan(0);
  });

  it('shows what a comparison says instead, where there is one', async () => {
    const page = await renderComparisonHtml(a, b, [{ heading: 'Gates', lines: ['All passed.'] }]);
    expect(page.includes('All passed.')).toBe(true);
    expect(page.includes('What differs between them')).toBe(false);
  });

  it('says so when a run stands beside itself', async () => {
    expect((await renderComparisonHtml(a, a, [])).includes('one and the same run')).toBe(true);
  });
});
