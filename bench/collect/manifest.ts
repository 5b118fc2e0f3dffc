import { readFileSync } from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';
import { type Manifest, manifestSchema } from '@headroom/contract/manifest.ts';
import { z } from 'zod';
import { type RunFolder, writeWhole } from './run-folder.ts';

export function writeManifest(run: RunFolder, manifest: Manifest): void {
  writeWhole(run.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** @throws BenchError BENCH_RESULTS_RUN_NOT_FOUND or BENCH_RESULTS_DAMAGED */
export function readManifest(run: RunFolder): Manifest {
  const content = readOrNull(run.manifest);
  if (content === null) {
    throw new BenchError(
      'BENCH_RESULTS_RUN_NOT_FOUND',
      `${run.path} holds no run: expected a folder with a manifest.json, named by its run id or "latest".`,
    );
  }
  try {
    return manifestSchema.parse(JSON.parse(content));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? cause.issues[0]?.message : String(cause);
    throw new BenchError('BENCH_RESULTS_DAMAGED', `${run.manifest} cannot be read: ${reason}.`, { cause });
  }
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
