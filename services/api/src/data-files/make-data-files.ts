import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartFailure } from '../start-failure.ts';
import { whyNotOwn } from './own-folder.ts';

const folderExitCode = 1;

/** A file that a workload reads. */
export interface DataFile {
  readonly name: string;
  /** Whether it is there and as `write` makes it. */
  isWhole(path: string): boolean | Promise<boolean>;
  /** Fills an empty file. */
  write(path: string): void | Promise<void>;
}

/**
 * Makes those files of the data folder that are not whole. Rejects with a `StartFailure` when that cannot be done, or
 * when the folder may be somebody else's.
 */
export async function makeDataFiles(folder: string, files: readonly DataFile[]): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const fault = await whyNotOwn(folder);
    if (fault !== null) {
      const advice =
        'expected a folder of this user alone. Remove it, or set API_DATA_FOLDER (TMPDIR for a run of the lab) to another one.';
      throw new StartFailure(
        `${folder} is not taken for the data files: it ${fault}; ${advice}`,
        folderExitCode,
      );
    }
    for (const file of files) {
      const path = join(folder, file.name);
      if (!(await file.isWhole(path))) await make(file, path);
    }
  } catch (cause) {
    if (cause instanceof StartFailure) throw cause;
    const reason = (cause as NodeJS.ErrnoException).code;
    const message = `No data files can be made in ${folder} (${reason}): set API_DATA_FOLDER (TMPDIR for a run of the lab) to a folder that can be written.`;
    throw new StartFailure(message, folderExitCode, { cause });
  }
}

async function make(file: DataFile, path: string): Promise<void> {
  // Under a name of its own first: another service may be reading, or making, the same file.
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, '', { flag: 'wx', mode: 0o600 });
    await file.write(draft);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
