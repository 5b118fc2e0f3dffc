import { statSync } from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';
import { compareRuns } from '../compare/compare-runs.ts';
import { comparisonJunit } from '../compare/comparison-junit.ts';
import { demandGates } from '../compare/judge-gates.ts';
import { noiseFloorOfBoth } from '../compare/noise-store.ts';
import { comparisonJson, comparisonMarkdown, comparisonText } from '../compare/render-comparison.ts';
import { readPair, readStoredRun } from '../compare/stored-run.ts';
import type { BenchConfig } from '../config/bench-config.ts';
import { attemptAll } from './attempt-all.ts';
import { type Destination, destinationOf } from './destination.ts';

/** Where else than to the terminal a comparison goes; "-" is the terminal, in place of the text. */
export interface Outputs {
  readonly markdown?: string | undefined;
  readonly json?: string | undefined;
  readonly junit?: string | undefined;
  readonly force?: boolean | undefined;
}

const formats = { markdown: comparisonMarkdown, json: comparisonJson, junit: comparisonJunit } as const;
type Format = keyof typeof formats;

/**
 * Holds two runs against each other; without names the two of the latest pair. Shows it, and writes it where it is
 * to go besides.
 * @param print shows what is the result of the command
 * @throws BenchError BENCH_COMPARE_*, BENCH_RESULTS_* for a run that is not there or a file that cannot be written
 */
export async function compare(
  baseName: string | undefined,
  headName: string | undefined,
  { out, gates }: Pick<BenchConfig, 'out' | 'gates'>,
  outputs: Outputs,
  print: (text: string) => Promise<void>,
): Promise<void> {
  demandOneOnTerminal(outputs);
  const destinations = destinationsOf(outputs);
  const { base, head } = namedRuns(out, baseName, headName);
  const noiseFloor = noiseFloorOfBoth(out, base.manifest, head.manifest);
  const comparison = compareRuns(base, head, { gates, noiseFloor, force: outputs.force ?? false });
  const shown = asked(outputs).find((format) => outputs[format] === '-');
  await attemptAll([
    () => print(shown === undefined ? comparisonText(comparison) : formats[shown](comparison).trimEnd()),
    ...destinations.map(
      ({ format, destination }) =>
        () =>
          destination.write(formats[format](comparison)),
    ),
    () => demandGates(comparison.gates),
  ]);
}

function namedRuns(out: string, base: string | undefined, head: string | undefined) {
  if (base === undefined) return readPair(out, 'latest');
  if (head !== undefined) return { base: readStoredRun(out, base), head: readStoredRun(out, head) };
  throw new BenchError(
    'BENCH_USAGE_INVALID',
    `only one run is named, ${JSON.stringify(base)}: expected two, as headroom compare ${base} latest, or none for the latest pair.`,
  );
}

const asked = (outputs: Outputs): Format[] =>
  (Object.keys(formats) as Format[]).filter((format) => outputs[format] !== undefined);

function demandOneOnTerminal(outputs: Outputs): void {
  const shown = asked(outputs).filter((format) => outputs[format] === '-');
  if (shown.length <= 1) return;
  throw new BenchError(
    'BENCH_USAGE_INVALID',
    `${flagsOf(shown)} are all "-": expected at most one on the terminal. Name files for the others.`,
  );
}

/** What the flags name besides the terminal, each of which can be written. */
function destinationsOf(outputs: Outputs): { format: Format; destination: Destination }[] {
  const named = asked(outputs).flatMap((format) => {
    const name = outputs[format] ?? '-';
    return name === '-' ? [] : [{ format, name, destination: destinationOf(`--${format}`, name) }];
  });
  for (const { name, destination } of named) {
    const same = named.filter(({ destination: other }) => isSameFile(destination.file, other.file));
    if (same.length <= 1) continue;
    throw new BenchError(
      'BENCH_USAGE_INVALID',
      `${flagsOf(same.map(({ format }) => format))} name the same file, ${JSON.stringify(name)}: expected one for each.`,
    );
  }
  return named;
}

/** By another name of it too. */
function isSameFile(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  const [a, b] = [one, other].map((file) => statSync(file, { throwIfNoEntry: false }));
  return one === other || (a !== undefined && a.ino === b?.ino && a.dev === b.dev);
}

const flagsOf = (named: readonly Format[]): string => named.map((format) => `--${format}`).join(' and ');
