import { isDeepStrictEqual } from 'node:util';
import type { Comparison } from '@headroom/contract/comparison.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import type { Analysis } from './analyse/analysis.ts';
import type { Lane } from './carry-out.ts';
import { createRuns } from './collect/create-runs.ts';
import { pointLatest } from './collect/latest.ts';
import { readManifest } from './collect/manifest.ts';
import { openRunFolder, type RunFolder } from './collect/run-folder.ts';
import { compareRuns } from './compare/compare-runs.ts';
import { demandGates } from './compare/judge-gates.ts';
import { noiseFloorOf } from './compare/noise-floor.ts';
import { noiseFloorOfBoth, storeNoiseFloor } from './compare/noise-store.ts';
import { noiseFloorText } from './compare/noise-text.ts';
import { comparisonText } from './compare/render-comparison.ts';
import { readStoredRun } from './compare/stored-run.ts';
import type { Gate } from './config/gate.ts';
import { demandWhole } from './demands.ts';
import type { Prepared } from './prepare/prepare-lab.ts';
import type { Side } from './watcher.ts';

/** Two runs of one plan, whose trials are carried out in turn. */
export interface Pair {
  readonly base: { readonly run: RunFolder; readonly manifest: Manifest };
  readonly head: { readonly run: RunFolder; readonly manifest: Manifest };
}

/**
 * Makes the folders of two runs, each of which names the other; `latest` points to the head.
 * @param say is told in one line when `latest` stays as it is
 * @throws BenchError BENCH_RESULTS_*; then there are no such folders, and what was put up for the runs is taken down again
 */
export async function beginPair(
  out: string,
  [base, head]: readonly [Prepared, Prepared],
  gates: readonly Gate[],
  say: (line: string) => void,
): Promise<readonly [Lane, Lane]> {
  try {
    const lanes = createPair(out, base, head, gates);
    const remark = pointLatest(out, lanes[1].run.runId);
    if (remark !== null) say(remark);
    return lanes;
  } catch (error) {
    for (const runtime of new Set([base.runtime, head.runtime])) await runtime.close();
    throw error;
  }
}

function createPair(
  out: string,
  base: Prepared,
  head: Prepared,
  gates: readonly Gate[],
): readonly [Lane, Lane] {
  const { preset } = head.manifest.plan;
  const asked = gates.map(({ text }) => text);
  const presets = [`${preset}-base`, `${preset}-head`];
  const [baseRun, headRun] = createRuns(out, presets, new Date(), (run, [first, second]) => {
    const isBase = run === first;
    const otherRunId = (isBase ? second : first)?.runId ?? '';
    const { manifest } = isBase ? base : head;
    return {
      ...manifest,
      runId: run.runId,
      pair: { role: isBase ? 'base' : 'head', otherRunId, gates: asked },
    };
  });
  if (baseRun === undefined || headRun === undefined) throw new Error('two runs were asked for');
  return [
    { ...baseRun, runtime: base.runtime },
    { ...headRun, runtime: head.runtime },
  ];
}

/** Both runs of the pair that a run is one of; null for a run alone. @throws BenchError BENCH_RESULTS_* */
export function openPair(out: string, run: RunFolder, manifest: Manifest): Pair | null {
  if (manifest.pair === null) return null;
  const otherRun = openRunFolder(out, manifest.pair.otherRunId);
  const [own, other] = [
    { run, manifest },
    { run: otherRun, manifest: readManifest(otherRun) },
  ];
  return manifest.pair.role === 'base' ? { base: own, head: other } : { base: other, head: own };
}

/**
 * Says what two runs in turn have to say of each other: how they differ, or, of the same build, what difference the
 * machine cannot tell from none.
 * @throws BenchError BENCH_RUN_* when one of them is not whole, BENCH_COMPARE_GATE when a gate does not pass
 */
export function concludePair(
  out: string,
  pair: Pair,
  analyses: Readonly<Record<Side, Analysis>>,
  gates: readonly Gate[],
  { say, resumeFlags }: { say(line: string): void; readonly resumeFlags: readonly string[] },
): void {
  const pending = analyses.base.pending + analyses.head.pending;
  if (pending > 0) demandWhole({ ...analyses.head, pending }, pair.head.run, resumeFlags);
  const [base, head] = [readStoredRun(out, pair.base.run.runId), readStoredRun(out, pair.head.run.runId)];
  const places = `Each run for itself: ${pair.base.run.path}/report.md and ${pair.head.run.path}/report.md.`;
  let results: Comparison['gates'] = [];
  if (isDeepStrictEqual(pair.base.manifest.subjects, pair.head.manifest.subjects)) {
    const floor = noiseFloorOf(base, head);
    // Said first: what was measured is known, whether it can be stored or not.
    say(`\n${noiseFloorText(floor)}\n`);
    say(`Stored in ${storeNoiseFloor(out, floor)}, for comparisons on this machine.\n${places}`);
  } else {
    const noiseFloor = noiseFloorOfBoth(out, base.manifest, head.manifest);
    const comparison = compareRuns(base, head, { gates, noiseFloor, force: false });
    say(`\n${comparisonText(comparison)}\n\n${places}`);
    results = comparison.gates;
  }
  demandWhole(analyses.base, pair.base.run, resumeFlags);
  demandWhole(analyses.head, pair.head.run, resumeFlags);
  demandGates(results);
}
