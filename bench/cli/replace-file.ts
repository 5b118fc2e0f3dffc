import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { errnoOf } from '../collect/errno.ts';

/**
 * Writes a file whole or not at all, with the mode and the owner that it had. What cannot be replaced is written in
 * place: a file of several names, one that another owner is to keep, one in a folder that takes no other.
 * @param path no link, which would be replaced
 * @throws the error of the file system
 */
export function replaceFile(path: string, content: string): void {
  const old = statSync(path, { throwIfNoEntry: false });
  if (old !== undefined && old.nlink > 1) overwrite(path, content);
  else replace(path, content, old);
}

function replace(path: string, content: string, old: Stats | undefined): void {
  // Short, as the name of the file may be as long as names get.
  const fresh = join(dirname(path), `.${randomUUID()}`);
  try {
    writeFresh(fresh, content, old);
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    if (old === undefined || ['ENOSPC', 'EDQUOT'].includes(errnoOf(error) ?? '')) throw error;
    overwrite(path, content);
  }
}

function writeFresh(file: string, content: string, old: Stats | undefined): void {
  const descriptor = openSync(file, 'wx');
  try {
    if (old !== undefined) {
      fchownSync(descriptor, old.uid, old.gid);
      fchmodSync(descriptor, old.mode & 0o7777);
    }
    writeFileSync(descriptor, content);
  } finally {
    closeSync(descriptor);
  }
}

function overwrite(path: string, content: string): void {
  const descriptor = openSync(path, constants.O_WRONLY);
  try {
    writeFileSync(descriptor, content);
    ftruncateSync(descriptor, Buffer.byteLength(content));
  } finally {
    closeSync(descriptor);
  }
}
