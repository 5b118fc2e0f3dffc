import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { comparisonWarningCodes } from '@headroom/contract/comparison.ts';
import { type Cell, type Warning, warningCodes } from '@headroom/contract/report.ts';
import { describe, expect, it } from 'vitest';
import { whyUnfit } from '../../bench/analyse/fitness.ts';
import { recordOf, trialOf } from '../../bench/analyse/fixtures/records.ts';
import { measuredCells } from '../../bench/analyse/measured-cells.ts';
import { levelOf } from '../../bench/analyse/scaling.ts';
import { unfitReasons } from '../../bench/compare/cells.ts';
import { repositoryRoot } from '../../bench/config/repository-root.ts';
import { unfitBecause } from '../../bench/model/fit-level.ts';
import { probeMarks } from '../../bench/probe/probe-warning.ts';

const docs = readFileSync(join(repositoryRoot, 'docs/marks.md'), 'utf8');
const [ofCells = '', ofProbes = '', ofComparisons = ''] = docs.split(
  /^## (?:Of a probe alone|Of a row of a comparison)$/m,
);
/** The cells of each row of a table of marks. */
const rowsOf = (text: string): string[][] =>
  [...text.matchAll(/^\| (`[a-z-]+` \| .*) \|$/gm)].map(([, row = '']) => row.split(' | '));
const codesOf = (text: string): string[] => rowsOf(text).map(([code = '']) => code.replaceAll('`', ''));

const trial = trialOf('/async', 10);
const [{ cell: plain } = {} as { cell: Cell }] = measuredCells([recordOf(trial, {})], [trial], 1);

/** What a cell with that mark takes no part in, as the table has it. */
function outOf(code: Warning['code']): string {
  const warning = { code, message: 'as it is' };
  const cell: Cell = {
    ...plain,
    warnings: [warning],
    failedRequests: code === 'failed-requests' ? 1 : 0,
    generatorCpuShare: code === 'generator-saturated' ? 0.9 : 0.1,
  };
  const side = (warnings: Warning[]) => ({ planned: trial, records: [], warnings });
  const common = { name: trial, base: side([]), head: side([warning]) };
  const [throughput, latency] = (['throughput', 'p50'] as const).map(
    (metric) => unfitReasons(common, metric).length > 0,
  );
  const left = [
    whyUnfit(cell) === null ? [] : 'verdict',
    unfitBecause(levelOf(cell)) === null ? [] : 'class',
    throughput ? 'comparison' : latency ? 'comparison (latencies)' : [],
  ].flat();
  return left.length === 0 ? '–' : left.join(', ');
}

describe('docs/marks.md', () => {
  it('has each mark of a cell, a probe and a comparison once', () => {
    expect(codesOf(ofCells).toSorted()).toEqual(warningCodes.toSorted());
    expect(codesOf(ofProbes)).toEqual(probeMarks);
    expect(codesOf(ofComparisons).toSorted()).toEqual(comparisonWarningCodes.toSorted());
  });

  it('says what a cell with the mark takes no part in', () => {
    const told = rowsOf(ofCells).map(([code, , out]) => [code, out]);
    expect(told).toEqual(codesOf(ofCells).map((code) => [`\`${code}\``, outOf(code as Warning['code'])]));
  });

  it('says of each what to do', () => {
    for (const row of [ofCells, ofProbes, ofComparisons].flatMap(rowsOf)) {
      expect(row.at(-1), row[0]).toMatch(/\.$/);
    }
  });
});
