import { type Comparison, comparisonSchema } from '@headroom/contract/comparison.ts';
import { describe, expect, it } from 'vitest';
import { flagSource } from '../cli/flags.ts';
import { loadConfig } from '../config/load-config.ts';
import { compareRuns } from './compare-runs.ts';
import { comparisonJunit } from './comparison-junit.ts';
import { cell, fakeRun, inTurn } from './fixtures/runs.ts';
import { comparisonJson, comparisonMarkdown, comparisonText } from './render-comparison.ts';

/** One cell that got slower, one as it was, one that fails, and one that only the base has. */
function example(): Comparison {
  const cells = [
    cell(),
    cell({ endpoint: '/cpu', latencySeconds: 0.2 }),
    cell({ endpoint: '/sync', vus: 1 }),
  ];
  const { base, head } = inTurn(
    fakeRun('20261123-120000-article-base', [...cells, cell({ vus: 50 })], 1),
    fakeRun(
      '20261123-120000-article-head',
      [
        cell({ latencySeconds: 1.05 }),
        cell({ endpoint: '/cpu', latencySeconds: 0.2 }),
        cell({
          endpoint: '/sync',
          vus: 1,
          change: (record) => ({ ...record, failedRequests: 2, failures: { ...record.failures, '5xx': 2 } }),
        }),
      ],
      2,
    ),
  );
  const changed = {
    ...head,
    manifest: {
      ...head.manifest,
      gitCommit: '0123456789abcdef',
      versions: { ...head.manifest.versions, node: 'v25' },
    },
  };
  return compareRuns(base, changed, {
    gates: loadConfig([flagSource({ gate: ['p50:+3%', 'throughput:-5%'] })]).gates,
    noiseFloor: { runId: '20261101-090000-noise-head', shares: { throughput: 0.012, p50: 0.06 } },
    force: false,
  });
}

describe('a comparison', () => {
  it('is a table in the terminal', async () => {
    await expect(`${comparisonText(example())}\n`).toMatchFileSnapshot('__golden__/comparison.txt');
  });
  it('is Markdown', async () => {
    await expect(comparisonMarkdown(example())).toMatchFileSnapshot('__golden__/comparison.md');
  });
  it('names what only one of the two has', () => {
    const base = fakeRun('one', [cell()], 1);
    const head = fakeRun('two', [cell(), cell({ vus: 50 })], 2);
    const standards = { gates: [], noiseFloor: null, force: false };
    expect(comparisonText(compareRuns(base, head, standards))).toContain('head: nest /async at 50 users');
    expect(comparisonText(compareRuns(head, base, standards))).toContain('base: nest /async at 50 users');
  });
  it('is JUnit XML', async () => {
    await expect(comparisonJunit(example())).toMatchFileSnapshot('__golden__/comparison.xml');
  });
  it('is JSON of its schema', async () => {
    const json = comparisonJson(example());
    expect(comparisonSchema.parse(JSON.parse(json))).toEqual(example());
    await expect(json).toMatchFileSnapshot('__golden__/comparison.json');
  });
  it('of a run with itself says so', () => {
    const run = fakeRun('b', [cell()], 1);
    const itself = compareRuns(run, run, { gates: [], noiseFloor: null, force: false });
    expect(comparisonText(itself)).toContain('A run compared with itself');
  });
  it('without figures has still something to say', () => {
    const empty = { ...fakeRun('b', [cell()], 1), records: [] };
    const { base, head } = inTurn(empty, { ...empty, manifest: { ...empty.manifest, runId: 'h' } });
    const nothing = compareRuns(base, head, { gates: [], noiseFloor: null, force: false });
    for (const text of [comparisonText(nothing), comparisonMarkdown(nothing)])
      expect(text).toContain('No throughput in base and head');
  });
});

describe('a long comparison', () => {
  const long = (): Comparison => {
    const short = example();
    const times = <T>(values: readonly T[], of: (value: T, i: number) => T) =>
      Array.from({ length: 300 }, (_, i) => values.map((value) => of(value, i))).flat();
    return {
      ...short,
      rows: times(short.rows, (row, i) => ({ ...row, vus: row.vus + i })),
      gates: times(short.gates, (gate, i) => ({ ...gate, vus: gate.vus + i })),
    };
  };
  it('fits a comment of GitHub and says what is left out, the failures first', () => {
    const markdown = comparisonMarkdown(long());
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(65_536);
    expect(Buffer.byteLength(markdown)).toBeGreaterThan(50_000);
    expect(markdown).toMatch(/\d+ more are left out here/);
    expect(markdown).toContain('| failed | p50:+3% |');
    expect(markdown).not.toContain('| passed |');
  });
  it('is whole in the terminal', () => {
    expect(comparisonText(long())).not.toContain('left out');
  });
});

describe('JUnit XML', () => {
  it('escapes names and leaves out what XML cannot hold', () => {
    const short = example();
    const gates = short.gates.map((gate) => ({
      ...gate,
      endpoint: `/<script>&"'\u0001\ud800`,
      reason: ']]> & <b>',
    }));
    const xml = comparisonJunit({ ...short, gates });
    for (const raw of ['<script', '<b>', '\u0001', '\ud800']) expect(xml).not.toContain(raw);
    expect(xml).toContain('nest /&lt;script&gt;&amp;&quot;&apos;');
    expect(xml).toContain(']]&gt; &amp; &lt;b&gt;');
  });
  it('is of as many tests as there are gates, none of them skipped', () => {
    const xml = comparisonJunit(example());
    expect(xml.match(/<testcase /g)).toHaveLength(6);
    expect(xml).toContain('tests="6" failures="3"');
    expect(xml.match(/<failure type="inconclusive"/g)).toHaveLength(2);
  });
});
