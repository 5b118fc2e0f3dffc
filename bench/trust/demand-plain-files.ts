import { lstatSync, readdirSync } from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';
import type { RunFolder } from '../collect/run-folder.ts';
import { readingError } from '../collect/storage-error.ts';

/**
 * Makes sure that a stored run lies in its folder with all that is written to: a link, as an archive may hold one, would
 * let the journal be appended to, or folders of trials be removed, elsewhere.
 * @throws BenchError BENCH_RESULTS_UNTRUSTED
 */
export function demandPlainFiles({ path }: RunFolder): void {
  if (lstatSync(path).isSymbolicLink()) {
    throw new BenchError(
      'BENCH_RESULTS_UNTRUSTED',
      `${path} is a link: expected the folder of a run in the results, because what is written to it would go elsewhere. Name the folder of its results with --out.`,
    );
  }
  const other = entriesOf(path).find((entry) => !entry.isFile() && !entry.isDirectory());
  if (other === undefined) return;
  throw new BenchError(
    'BENCH_RESULTS_UNTRUSTED',
    `${other.name} in ${path} is ${other.isSymbolicLink() ? 'a link' : 'no file'}: expected files and folders only, because what is written to it would go elsewhere. Remove it, or put what it names in its place.`,
  );
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    throw readingError(path, error);
  }
}
