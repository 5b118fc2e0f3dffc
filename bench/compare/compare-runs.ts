import {
  type ComparedMetric,
  type ComparedRow,
  type Comparison,
  comparedMetrics,
} from '@headroom/contract/comparison.ts';
import { BenchError } from '@headroom/contract/errors.ts';
import { confidence } from '@headroom/contract/interval.ts';
import { schemaVersion } from '@headroom/contract/records.ts';
import type { Gate } from '../config/gate.ts';
import { compareFamily, type SampleComparison } from '../statistics/compare-samples.ts';
import { median } from '../statistics/median.ts';
import { medianInterval } from '../statistics/median-interval.ts';
import { type CommonCell, matchCells, unfitReasons } from './cells.ts';
import { compareManifests } from './differences.ts';
import { judgeGates } from './judge-gates.ts';
import { type MeasuredRow, plain, type TrialValue, valuesOf } from './measured-row.ts';
import { rowWarnings } from './row-warnings.ts';
import { isPair, type StoredRun } from './stored-run.ts';

/** What to hold the comparison against. */
export interface Standards {
  readonly gates: readonly Gate[];
  readonly noiseFloor: Comparison['noiseFloor'];
  /** Compares also what differs in more than the service. */
  readonly force: boolean;
}

/**
 * Two runs, figure by figure and cell by cell. The sample is the trial; of runs measured in turn those of a round
 * belong together. False alarms are held to 1 - confidence over the cells of each figure, and of gates over all
 * that are gated.
 * @throws BenchError BENCH_COMPARE_NO_COMMON_CELL, or BENCH_COMPARE_DIFFERENT unless forced
 */
export function compareRuns(base: StoredRun, head: StoredRun, standards: Standards): Comparison {
  const { common, onlyIn } = matchCells(base, head);
  demandCommonCell(common, onlyIn);
  const { differences, obstacles } = compareManifests(base.manifest, head.manifest, common);
  if (!standards.force) demandAlike(obstacles);

  const paired = isPair(base, head);
  const seed = head.manifest.plan.seed;
  const rows = comparedMetrics.flatMap((metric) =>
    compareMetric(metric, common, paired, seed, standards.noiseFloor),
  );
  return {
    schemaVersion,
    base: identity(base),
    head: identity(head),
    paired,
    confidence,
    differences,
    rows: rows.map(({ row }) => row),
    onlyIn,
    noiseFloor: standards.noiseFloor,
    gates: judgeGates(standards.gates, rows),
  };
}

function identity({ manifest: { runId, createdAt, gitCommit } }: StoredRun): Comparison['base'] {
  return { runId, createdAt, gitCommit };
}

function demandCommonCell(common: readonly CommonCell[], onlyIn: Comparison['onlyIn']): void {
  if (common.length > 0) return;
  const few = (names: readonly string[]) =>
    names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  throw new BenchError(
    'BENCH_COMPARE_NO_COMMON_CELL',
    `base has ${few(onlyIn.base)}, head has ${few(onlyIn.head)}: expected a cell that both have. Measure the same endpoint at the same level in both.`,
  );
}

function demandAlike(obstacles: Comparison['differences']): void {
  if (obstacles.length === 0) return;
  const list = obstacles.map(({ what, base, head }) => `${what} (${base} and ${head})`).join(', ');
  throw new BenchError(
    'BENCH_COMPARE_DIFFERENT',
    `the runs differ in ${list}: expected the same in both, or its effect would be taken for one of the service. Compare all the same with --force.`,
  );
}

function compareMetric(
  metric: ComparedMetric,
  cells: readonly CommonCell[],
  paired: boolean,
  seed: number,
  noiseFloor: Comparison['noiseFloor'],
): MeasuredRow[] {
  const samples = cells.map((cell) => ({
    cell,
    ...valuesOf(metric, cell, paired),
    unfit: unfitReasons(cell, metric),
  }));
  const fit = samples.filter(({ unfit }) => unfit.length === 0);
  const compared = compareFamily(
    fit.map(({ base, head }) => ({ base: plain(base), head: plain(head), paired })),
    seed,
    confidence,
  );
  const comparisonOf = new Map(fit.map((sample, i) => [sample, compared[i]]));
  return samples.map((sample) => {
    const { cell, base, head, unfit } = sample;
    const row: ComparedRow = {
      ...cell.name,
      metric,
      base: sideOf(base),
      head: sideOf(head),
      ...figuresOf(comparisonOf.get(sample)),
      warnings: [],
    };
    const measured = { row, base, head, paired, unfit };
    return { ...measured, row: { ...row, warnings: rowWarnings(measured, noiseFloor) } };
  });
}

function sideOf(values: readonly TrialValue[]): ComparedRow['base'] {
  const figures = plain(values);
  return { value: median(figures), interval: medianInterval(figures, confidence), trials: figures.length };
}

type Figures = Omit<
  ComparedRow,
  'subject' | 'endpoint' | 'vus' | 'arrivalsPerSecond' | 'metric' | 'base' | 'head' | 'warnings'
>;

function figuresOf(compared: SampleComparison | undefined): Figures {
  if (compared === undefined) return untested;
  const { exact: _, ...figures } = compared;
  return figures;
}

const untested: Figures = {
  ratio: null,
  ratioInterval: null,
  pValue: null,
  adjustedPValue: null,
  test: null,
  mannWhitneyPValue: null,
  cliffsDelta: null,
  change: 'cannot-tell',
  repeatsNeeded: null,
};
