import { compareRuns } from '../compare/compare-runs.ts';
import { fakeRun, inTurn } from '../compare/fixtures/runs.ts';
import { comparisonMarkdown, comparisonText } from '../compare/render-comparison.ts';
import { plainTable } from '../report/table.ts';

/** What it takes to compare two runs of 125 to 1,000 trials each, in cells of 10 repeats, and to render the comparison. */
const repeats = 10;
const gates = [{ text: 'throughput:-5%', metric: 'throughput' as const, limit: 0.95 }];

const runOf = (name: string, trials: number, seed: number) => {
  const cells = Array.from({ length: Math.ceil(trials / repeats) }, (_, i) => ({
    endpoint: '/async' as const,
    vus: i + 2,
    latencySeconds: 0.5,
    spread: 0.05,
    repeats,
  }));
  return fakeRun(name, cells, seed);
};

const rows = [125, 250, 500, 1000].map((trials) => {
  const { base, head } = inTurn(runOf('base', trials, 1), runOf('head', trials, 2));
  const began = performance.now();
  const comparison = compareRuns(base, head, { gates, noiseFloor: null, force: false });
  const compared = performance.now();
  comparisonText(comparison);
  comparisonMarkdown(comparison);
  const rendered = performance.now();
  return [
    String(trials),
    ...[compared - began, rendered - compared].map((ms) => `${(ms / 1000).toFixed(2)} s`),
  ];
});
console.log(plainTable({ rows: [['trials a side', 'comparing', 'rendering'], ...rows], right: [0, 1, 2] }));
