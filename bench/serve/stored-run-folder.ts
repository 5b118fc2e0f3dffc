import { constants, lstatSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { openRunFolder, type RunFolder } from '../collect/run-folder.ts';
import { readingError } from '../collect/storage-error.ts';
import { absent } from './problems.ts';

/**
 * The folder of a run that somebody named in an address; it is one of those that lie in the results folder itself.
 * @throws BenchError BENCH_RESULTS_RUN_NOT_FOUND, Refusal 404 for what leads elsewhere
 */
export function storedRunFolder(out: string, name: string): RunFolder {
  const folder = openRunFolder(out, name);
  if (lstatSync(folder.path).isDirectory()) return folder;
  throw absent(`${JSON.stringify(name)} is a link and no run of this lab.`);
}

/**
 * What a file of a run holds, links not followed.
 * @throws Refusal 404 where there is no such file yet
 */
export async function readRunFile(file: string, runId: string): Promise<string> {
  try {
    // Without waiting: nobody may ever write to a pipe of that name.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      if ((await handle.stat()).isFile()) return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code !== 'ENOENT' && code !== 'ELOOP') throw readingError(file, error);
  }
  throw absent(`${runId} has no ${basename(file)} yet: it is written when the run ends.`);
}
