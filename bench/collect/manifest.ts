import { readFileSync } from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';
import { type Manifest, manifestSchema } from '@headroom/contract/manifest.ts';
import { type RunFolder, writeWhole } from './run-folder.ts';
import { readStored } from './stored.ts';

export function writeManifest(run: RunFolder, manifest: Manifest): void {
  writeWhole(run.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** @throws BenchError BENCH_RESULTS_RUN_NOT_FOUND, BENCH_RESULTS_DAMAGED or BENCH_RESULTS_VERSION */
export function readManifest(run: RunFolder): Manifest {
  const content = readOrNull(run.manifest);
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

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
