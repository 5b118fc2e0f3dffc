import { join } from 'node:path';
import type { Comparison } from '@headroom/contract/comparison.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import { type NoiseFloor, noiseFloorSchema } from '@headroom/contract/noise-floor.ts';
import { makeFolder, writeWhole } from '../collect/disk.ts';
import { readText } from '../collect/read-bytes.ts';
import { readStored } from '../collect/stored.ts';
import { machineKey } from './machine-key.ts';

/** Keeps the floor of a machine in the results folder, in place of an earlier one; gives the file. */
export function storeNoiseFloor(out: string, floor: NoiseFloor): string {
  const file = fileOf(out, floor.machineKey);
  makeFolder(join(out, 'noise'));
  writeWhole(file, `${JSON.stringify(floor, null, 2)}\n`);
  return file;
}

/**
 * The stored floor of the machine that both runs are of; null where they are of two, or none is stored.
 * @throws BenchError BENCH_RESULTS_DAMAGED, BENCH_RESULTS_VERSION or BENCH_RESULTS_UNREADABLE
 */
export function noiseFloorOfBoth(out: string, base: Manifest, head: Manifest): Comparison['noiseFloor'] {
  const key = machineKey(head);
  if (machineKey(base) !== key) return null;
  const file = fileOf(out, key);
  const content = readText(file);
  if (content === null) return null;
  const advice = 'Remove it, and measure the noise anew: npm exec headroom -- noise.';
  const { runs, shares } = readStored(noiseFloorSchema, content, file, advice);
  return { runId: runs.head, shares };
}

const fileOf = (out: string, key: string): string => join(out, 'noise', `${key}.json`);
