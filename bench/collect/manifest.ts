import { BenchError } from '@headroom/contract/errors.ts';
import { type Manifest, manifestSchema } from '@headroom/contract/manifest.ts';
import { writeWhole } from './disk.ts';
import { readText } from './read-bytes.ts';
import type { RunFolder } from './run-folder.ts';
import { readStored } from './stored.ts';

export function writeManifest(run: RunFolder, manifest: Manifest): void {
  writeWhole(run.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** @throws BenchError BENCH_RESULTS_RUN_NOT_FOUND, BENCH_RESULTS_DAMAGED, BENCH_RESULTS_VERSION or BENCH_RESULTS_UNREADABLE */
export function readManifest(run: RunFolder): Manifest {
  const content = readText(run.manifest);
  if (content === null) {
    throw new BenchError(
      'BENCH_RESULTS_RUN_NOT_FOUND',
      `${run.path} holds no run: expected a folder with a manifest.json, named by its run id or "latest".`,
    );
  }
  return readStored(
    manifestSchema,
    content,
    run.manifest,
    `Such a run can be neither resumed nor reported; headroom runs delete ${run.runId} removes it.`,
  );
}
