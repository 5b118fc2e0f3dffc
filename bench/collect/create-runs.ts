import type { Manifest } from '@headroom/contract/manifest.ts';
import { removeIfPossible } from './disk.ts';
import { writeManifest } from './manifest.ts';
import { createRunFolder, type RunFolder } from './run-folder.ts';

interface CreatedRun {
  readonly run: RunFolder;
  readonly manifest: Manifest;
}

/**
 * Makes the folders of new runs with their manifests, all of them or none.
 * @param presets one for each run
 * @param manifestOf what is written of a run; its partner is known by then
 * @throws BenchError BENCH_RESULTS_NOT_WRITABLE or BENCH_RESULTS_DISK_FULL
 */
export function createRuns(
  out: string,
  presets: readonly string[],
  now: Date,
  manifestOf: (run: RunFolder, runs: readonly RunFolder[]) => Manifest,
): readonly CreatedRun[] {
  const runs: RunFolder[] = [];
  try {
    for (const preset of presets) runs.push(createRunFolder(out, preset, now));
    return runs.map((run) => {
      const manifest = manifestOf(run, runs);
      writeManifest(run, manifest);
      return { run, manifest };
    });
  } catch (error) {
    for (const { path } of runs) removeIfPossible(path);
    throw error;
  }
}
