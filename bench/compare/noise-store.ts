import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Comparison } from '@headroom/contract/comparison.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import { type NoiseFloor, noiseFloorSchema } from '@headroom/contract/noise-floor.ts';
import { writeWhole } from '../collect/run-folder.ts';
import { storageError } from '../collect/storage-error.ts';
import { readStored } from '../collect/stored.ts';
import { machineKey } from './machine-key.ts';

/** Keeps the floor of a machine in the results folder, in place of an earlier one; gives the file. */
export function storeNoiseFloor(out: string, floor: NoiseFloor): string {
  const file = fileOf(out, floor.machineKey);
  try {
    mkdirSync(join(out, 'noise'), { recursive: true });
  } catch (error) {
    throw storageError(out, error);
  }
  writeWhole(file, `${JSON.stringify(floor, null, 2)}\n`);
  return file;
}

/**
 * The stored floor of the machine that both runs are of; null where they are of two, or none is stored.
 * @throws BenchError BENCH_RESULTS_DAMAGED or BENCH_RESULTS_VERSION
 */
export function noiseFloorOfBoth(out: string, base: Manifest, head: Manifest): Comparison['noiseFloor'] {
  const key = machineKey(head);
  if (machineKey(base) !== key) return null;
  const file = fileOf(out, key);
  const content = readOrNull(file);
  if (content === null) return null;
  const advice = 'Remove it, and measure the noise anew: npm exec headroom -- noise.';
  const { runs, shares } = readStored(noiseFloorSchema, content, file, advice);
  return { runId: runs.head, shares };
}

const fileOf = (out: string, key: string): string => join(out, 'noise', `${key}.json`);

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
