import type { TrialRecord } from '@headroom/contract/records.ts';
import type { JudgedClaim } from '@headroom/contract/report.ts';
import { describe, expect, it } from 'vitest';
import { analyse } from '../analyse/analyse.ts';
import { articleRecords, trialOf } from '../analyse/fixtures/records.ts';
import { manifestOf } from '../fixtures/manifest.ts';
import { formatBytes, formatRate, formatSeconds, formatShare } from './quantities.ts';
import { render } from './render.ts';
import { markdownTable } from './table.ts';

const failed: TrialRecord = {
  schemaVersion: 1,
  state: 'excluded',
  trial: trialOf('/cpu', 1),
  reason: { code: 'BENCH_GENERATOR_KILLED', message: 'k6 was ended by SIGKILL' },
};
const claims: JudgedClaim[] = [
  {
    id: 'async-holds-up',
    sentence: 'Async views hold up well under pressure.',
    place: 'Interpretation',
    subject: 'nest',
    verdict: 'holds',
    reason: '86.8 requests per second at 100 users',
    provisional: true,
  },
];
const trials = [...articleRecords, failed].map(({ trial }) => trial);
const manifest = manifestOf(trials, {
  grafanaUrl: 'http://127.0.0.1:3000',
  leftOut: [{ cells: ['nest /db/async at 10 users'], reason: 'PostgreSQL is not installed.' }],
});

describe('render', () => {
  const rendered = render(analyse([...articleRecords, failed], trials), claims, manifest);

  it('gives the golden report in Markdown', async () => {
    await expect(rendered.markdown).toMatchFileSnapshot('__golden__/report.md');
  });
  it('gives the golden report for a terminal', async () => {
    await expect(rendered.terminal).toMatchFileSnapshot('__golden__/terminal.txt');
  });
  it('leads to the dashboards at the run and its time, where there was a Grafana', () => {
    expect(rendered.markdown).toContain(
      'http://127.0.0.1:3000/d/headroom-sync-or-async?var-run=20260101-000000-article&from=1699999995000&to=1700000038000',
    );
    const bare = render(analyse(articleRecords, trials), [], { ...manifest, grafanaUrl: null });
    expect(bare.markdown).not.toContain('Grafana');
  });

  it('gives the golden report in JSON', async () => {
    await expect(rendered.json).toMatchFileSnapshot('__golden__/report.json');
  });
});

describe('the waits of a run', () => {
  it('are said to pay from one on, from the shortest, or at none', () => {
    const wait = { waitSeconds: 0.01, syncLatencySeconds: 0.1, asyncLatencySeconds: 0.02 };
    const found = [
      { vus: 10, paysFromSeconds: 0.01, notAtSeconds: 0.005 },
      { vus: 50, paysFromSeconds: 0.01, notAtSeconds: null },
      { vus: 1, paysFromSeconds: null, notAtSeconds: 0.1 },
    ].map((one) => ({
      ...{ subject: 'nest', ...one },
      waits: [{ ...wait, latencyRatio: 5, throughputRatio: 4 }],
    }));
    const { terminal } = render({ ...analyse(articleRecords, trials), breakEvens: found }, [], manifest);
    expect(terminal).toContain(
      '10 users: async pays from a wait of 10.0 ms on (somewhere between 5.00 ms and that)',
    );
    expect(terminal).toContain('50 users: async pays from a wait of 10.0 ms on (the shortest wait measured)');
    expect(terminal).toContain('1 user: async pays at none of these waits');
  });
});

describe('quantities', () => {
  it('are given with three digits in the unit that fits', () => {
    expect([0, 0.0000123, 0.00045, 0.0123, 0.9999, 1.005, 12.34, 123.4].map(formatSeconds)).toEqual([
      '0 s',
      '12.3 µs',
      '450 µs',
      '12.3 ms',
      '1.00 s',
      '1.00 s',
      '12.3 s',
      '123 s',
    ]);
    expect([0.967, 8.7, 86.96, 1234.5].map(formatRate)).toEqual(['0.97', '8.70', '87.0', '1235']);
    expect([formatSeconds(null), formatRate(null), formatShare(null), formatBytes(null)]).toEqual([
      '–',
      '–',
      '–',
      '–',
    ]);
    expect([formatShare(0.5), formatBytes(95_000_000)]).toEqual(['50.0 %', '91 MiB']);
  });
});

describe('markdownTable', () => {
  it('escapes what would break a row', () => {
    expect(markdownTable({ rows: [['a'], ['x|y']], right: [0] })).toBe('| a |\n| ---: |\n| x\\|y |');
  });
});
