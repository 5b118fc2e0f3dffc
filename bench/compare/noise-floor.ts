import { type ComparedMetric, comparedMetrics } from '@headroom/contract/comparison.ts';
import { confidence } from '@headroom/contract/interval.ts';
import type { NoiseFloor } from '@headroom/contract/noise-floor.ts';
import { schemaVersion } from '@headroom/contract/records.ts';
import { type Block, blocksOf } from '../statistics/blocks.ts';
import { median } from '../statistics/median.ts';
import { cellInWords, matchCells, unfitReasons } from './cells.ts';
import { machineKey } from './machine-key.ts';
import { plain, valuesOf } from './measured-row.ts';
import { relabellings } from './relabellings.ts';
import { isPair, type StoredRun } from './stored-run.ts';

/**
 * What difference the machine cannot tell from none, by two runs of the same build. Which trial was called base and
 * which head is chance alone, so every way to call them shows a difference that means nothing; the floor of a figure
 * is what 95 % of these stay within, and of all cells the largest. Cells that are unfit for a comparison are left out.
 */
export function noiseFloorOf(base: StoredRun, head: StoredRun): NoiseFloor {
  const { common } = matchCells(base, head);
  const paired = isPair(base, head);
  const cells = common.map((cell) => {
    const shares = comparedMetrics.flatMap((metric): [ComparedMetric, number][] => {
      if (unfitReasons(cell, metric).length > 0) return [];
      const values = valuesOf(metric, cell, paired);
      const blocks = blocksOf(plain(values.base), plain(values.head), paired);
      const share = shareOfChance(blocks, head.manifest.plan.seed);
      return share === null ? [] : [[metric, share]];
    });
    return { cell: cellInWords(cell.name), shares: Object.fromEntries(shares) };
  });
  const highest = comparedMetrics.flatMap((metric): [ComparedMetric, number][] => {
    const shares = cells.flatMap(({ shares: own }) => own[metric] ?? []);
    return shares.length === 0 ? [] : [[metric, Math.max(...shares)]];
  });
  return {
    schemaVersion,
    machineKey: machineKey(head.manifest),
    measuredAt: head.manifest.createdAt,
    runs: { base: base.manifest.runId, head: head.manifest.runId },
    repeats: Math.max(1, ...common.map((cell) => cell.head.records.length)),
    shares: Object.fromEntries(highest),
    cells,
  };
}

/** The 95th percentile of |ratio of medians - 1| over all relabellings; null without values, or with zeros. */
function shareOfChance(blocks: readonly Block[], seed: number): number | null {
  if (blocks.some(({ base, head }) => base.length === 0 || head.length === 0)) return null;
  const shares: number[] = [];
  for (const { base, head } of relabellings(blocks, seed)) {
    const [below, above] = [median(base), median(head)];
    if (below === null || above === null || below === 0) return null;
    shares.push(Math.abs(above / below - 1));
  }
  shares.sort((a, b) => a - b);
  return shares[Math.ceil(confidence * shares.length) - 1] ?? null;
}
