import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';

/** Where a checkout has its compiled NestJS service. */
const compiledService = 'services/api/dist/main.js';

/**
 * The compiled service of another build.
 * @param base the folder of a checkout, or the file itself
 * @returns its absolute path
 * @throws BenchError BENCH_PREFLIGHT_BUILD when there is none
 */
export function baseEntry(base: string): string {
  const path = resolve(base);
  const kind = kindOf(path);
  if (kind === 'file') return path;
  if (kind === null) {
    throw new BenchError(
      'BENCH_PREFLIGHT_BUILD',
      `the base ${JSON.stringify(base)} does not exist: expected the folder of another checkout, or the file of a compiled service. Check --base.`,
    );
  }
  const entry = join(path, compiledService);
  if (kindOf(entry) === 'file') return entry;
  throw new BenchError(
    'BENCH_PREFLIGHT_BUILD',
    `the base ${JSON.stringify(base)} holds no compiled service (${compiledService}): run \`make build\` in it first.`,
  );
}

function kindOf(path: string): 'file' | 'folder' | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return null;
  return stats.isDirectory() ? 'folder' : 'file';
}
