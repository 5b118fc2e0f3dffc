import { readFileSync } from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';
import { schemaVersion } from '@headroom/contract/records.ts';
import { z } from 'zod';
import { findingSchema } from '../doctor/finding.ts';
import { runPlanSchema } from '../plan/run-plan.ts';
import { type RunFolder, writeWhole } from './run-folder.ts';

const machineSchema = z.strictObject({
  platform: z.string(),
  release: z.string(),
  architecture: z.string(),
  cpuModel: z.string(),
  cpus: z.int().positive(),
  memoryBytes: z.int().positive(),
});

/** How a run came about: enough to understand it later, and to go on with it. Times are Unix seconds. */
export const manifestSchema = z.strictObject({
  schemaVersion: z.literal(schemaVersion, { error: `expected schemaVersion ${schemaVersion}` }),
  runId: z.string(),
  createdAt: z.number().positive(),
  runtime: z.enum(['native', 'compose']),
  notControlled: z.array(z.string()),
  cpus: z.strictObject({ subject: z.array(z.int()), generator: z.array(z.int()) }),
  machine: machineSchema,
  versions: z.strictObject({ headroom: z.string(), node: z.string(), k6: z.string() }),
  gitCommit: z.string().nullable(),
  findings: z.array(findingSchema),
  /** The settings of the subject, as given to each trial. */
  nest: z.strictObject({
    delaySeconds: z.number().nonnegative(),
    cpuIterations: z.int().positive(),
    entry: z.string().nullable(),
  }),
  plan: runPlanSchema,
});
export type Manifest = z.infer<typeof manifestSchema>;

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
