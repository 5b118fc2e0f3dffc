import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Comparison } from '@headroom/contract/comparison.ts';
import { BenchError } from '@headroom/contract/errors.ts';
import { writeWhole } from '../collect/run-folder.ts';
import { storageError } from '../collect/storage-error.ts';
import { compareRuns } from '../compare/compare-runs.ts';
import { comparisonJunit } from '../compare/comparison-junit.ts';
import { demandGates } from '../compare/judge-gates.ts';
import { noiseFloorOfBoth } from '../compare/noise-store.ts';
import { comparisonJson, comparisonMarkdown, comparisonText } from '../compare/render-comparison.ts';
import { readPair, readStoredRun } from '../compare/stored-run.ts';
import type { BenchConfig } from '../config/bench-config.ts';

/** Where else than to the terminal a comparison goes; "-" is the terminal, in place of the text. */
export interface Outputs {
  readonly markdown?: string | undefined;
  readonly json?: string | undefined;
  readonly junit?: string | undefined;
  readonly force?: boolean | undefined;
}

const formats = { markdown: comparisonMarkdown, json: comparisonJson, junit: comparisonJunit } as const;

/**
 * Holds two runs against each other; without names the two of the latest pair.
 * @throws BenchError BENCH_COMPARE_*, or BENCH_RESULTS_* for a run that is not there
 */
export function compare(
  baseName: string | undefined,
  headName: string | undefined,
  { out, gates }: Pick<BenchConfig, 'out' | 'gates'>,
  outputs: Outputs,
  say: (text: string) => void,
): void {
  demandOneOnTerminal(outputs);
  const { base, head } = namedRuns(out, baseName, headName);
  const noiseFloor = noiseFloorOfBoth(out, base.manifest, head.manifest);
  const comparison = compareRuns(base, head, { gates, noiseFloor, force: outputs.force ?? false });
  const shown = writeOutputs(comparison, outputs);
  say(shown ?? comparisonText(comparison));
  demandGates(comparison.gates);
}

function namedRuns(out: string, base: string | undefined, head: string | undefined) {
  if (base === undefined) return readPair(out, 'latest');
  if (head !== undefined) return { base: readStoredRun(out, base), head: readStoredRun(out, head) };
  throw new BenchError(
    'BENCH_USAGE_INVALID',
    `only one run is named, ${JSON.stringify(base)}: expected two, as headroom compare ${base} latest, or none for the latest pair.`,
  );
}

function demandOneOnTerminal(outputs: Outputs): void {
  const asked = (Object.keys(formats) as (keyof typeof formats)[]).filter(
    (format) => outputs[format] === '-',
  );
  if (asked.length <= 1) return;
  throw new BenchError(
    'BENCH_USAGE_INVALID',
    `${asked.map((format) => `--${format}`).join(' and ')} are all "-": expected at most one on the terminal. Name files for the others.`,
  );
}

/** Writes the files, and gives what is to be on the terminal in place of the text, if anything. */
function writeOutputs(comparison: Comparison, outputs: Outputs): string | null {
  let shown: string | null = null;
  for (const [format, render] of Object.entries(formats) as [keyof typeof formats, typeof comparisonJson][]) {
    const file = outputs[format];
    if (file === undefined) continue;
    const content = render(comparison);
    if (file === '-') shown = content.trimEnd();
    else writeFile(resolve(file), content);
  }
  return shown;
}

function writeFile(file: string, content: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    throw storageError(file, error);
  }
  writeWhole(file, content);
}
