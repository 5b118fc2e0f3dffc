import type { Lane } from './carry-out.ts';
import { writeManifest } from './collect/manifest.ts';
import { createRunFolder } from './collect/run-folder.ts';
import type { Prepared } from './prepare/prepare-lab.ts';

/**
 * Makes the folder of a run that can begin, with its manifest.
 * @param out the results folder
 * @throws BenchError BENCH_RESULTS_*; then what was put up for the run is taken down again
 */
export async function beginRun(out: string, { runtime, manifest: made }: Prepared): Promise<Lane> {
  try {
    const run = createRunFolder(out, made.plan.preset, new Date());
    const manifest = { ...made, runId: run.runId };
    writeManifest(run, manifest);
    return { run, manifest, runtime };
  } catch (error) {
    await runtime.close();
    throw error;
  }
}
