// All of it, since tests let single calls fail.
import fs from 'node:fs';
import { dirname } from 'node:path';
import { errnoOf } from './errno.ts';
import { storageError } from './storage-error.ts';

/*
 * All that the runner writes below a results folder it writes by these functions. They throw BenchError
 * BENCH_RESULTS_NOT_WRITABLE or BENCH_RESULTS_DISK_FULL, with the error of the system as its cause.
 */

/** Makes a folder and those above it, unless they are there. */
export function makeFolder(path: string): void {
  writing(path, () => fs.mkdirSync(path, { recursive: true }));
}

/** Makes a folder; false where something of that name is there already. */
export function makeNewFolder(path: string): boolean {
  try {
    fs.mkdirSync(path);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false;
    throw storageError(path, error);
  }
}

/** Makes a file of this content that lasts, or leaves what was there; of several who write it one is the last. */
export function writeWhole(file: string, content: string): void {
  const fresh = `${file}.${process.pid}`;
  writing(file, () => {
    try {
      writeNew(fresh, content);
      fs.renameSync(fresh, file);
    } catch (error) {
      removeIfPossible(fresh);
      throw error;
    }
    syncFolder(dirname(file));
  });
}

/** Writes a file, without the promise of `writeWhole`: what is there to be read, and not to be gone on with. */
export function writeFile(file: string, content: string): void {
  writing(file, () => fs.writeFileSync(file, content));
}

/** Opens a file, emptied, that a child process is to write to: always at its end, also once the file has become shorter. */
export function openLog(file: string): number {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_APPEND } = fs.constants;
  return writing(file, () => fs.openSync(file, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND));
}

/**
 * Appends all of these bytes to a file and forces them to disk, or none of them: what was written of them before an
 * error is cut off again. Makes the file unless it is there.
 */
export function append(file: string, bytes: Uint8Array): void {
  writing(file, () => {
    const handle = fs.openSync(file, 'a');
    const before = withHandle(handle, () => {
      const { size } = fs.fstatSync(handle);
      try {
        writeAll(handle, bytes);
      } catch (error) {
        cutIfPossible(handle, size);
        throw error;
      }
      fs.fsyncSync(handle);
      return size;
    });
    if (before === 0) syncFolder(dirname(file));
  });
}

/** Leaves only so many bytes of a file. */
export function cutTo(file: string, bytes: number): void {
  writing(file, () => {
    const handle = fs.openSync(file, 'r+');
    withHandle(handle, () => {
      fs.ftruncateSync(handle, bytes);
      fs.fsyncSync(handle);
    });
  });
}

/** Removes a file, or a folder with all that is in it, unless it is gone. Links are removed, never followed. */
export function remove(path: string): void {
  writing(path, () => fs.rmSync(path, { recursive: true, force: true }));
}

/** Removes a file, unless it is gone. */
export function removeFile(file: string): void {
  writing(file, () => fs.rmSync(file, { force: true }));
}

/** Removes a folder, unless it is gone or something is in it. */
export function removeEmptyFolder(path: string): void {
  try {
    fs.rmdirSync(path);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(errnoOf(error) ?? '')) throw storageError(path, error);
  }
}

/** The same as `remove` where nothing hangs on it. */
export function removeIfPossible(path: string): void {
  try {
    fs.rmSync(path, { recursive: true, force: true });
  } catch {
    // What cannot be removed now is told of by whatever is written next.
  }
}

/** Lets a link name something beside it, in one step, in place of what it named before. */
export function pointLink(link: string, name: string): void {
  const fresh = `${link}.${process.pid}`;
  writing(link, () => {
    try {
      fs.rmSync(fresh, { force: true });
      fs.symlinkSync(name, fresh);
      fs.renameSync(fresh, link);
    } catch (error) {
      removeIfPossible(fresh);
      throw error;
    }
  });
}

/**
 * Makes a folder with one file in it, in one step; of several who do so at once one succeeds. An empty folder of that
 * name is taken for none.
 * @returns false where something of that name is there already
 */
export function placeFolder(path: string, fresh: string, fileName: string, content: string): boolean {
  return writing(path, () => {
    try {
      fs.mkdirSync(fresh);
      fs.writeFileSync(`${fresh}/${fileName}`, content);
      fs.renameSync(fresh, path);
      return true;
    } catch (error) {
      removeIfPossible(fresh);
      if (['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(errnoOf(error) ?? '')) return false;
      throw error;
    }
  });
}

/** Forces the names in a folder to disk; not every file system has a way to do so. */
function syncFolder(folder: string): void {
  const handle = fs.openSync(folder, 'r');
  withHandle(handle, () => {
    try {
      fs.fsyncSync(handle);
    } catch (error) {
      if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'].includes(errnoOf(error) ?? '')) throw error;
    }
  });
}

function writeNew(file: string, content: string): void {
  const handle = fs.openSync(file, 'w');
  withHandle(handle, () => {
    writeAll(handle, Buffer.from(content));
    fs.fsyncSync(handle);
  });
}

/** The system may take a part at a time. */
function writeAll(handle: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += fs.writeSync(handle, bytes, done);
}

function cutIfPossible(handle: number, bytes: number): void {
  try {
    fs.ftruncateSync(handle, bytes);
  } catch {
    // The next to write here cuts it off.
  }
}

/** Also the closing may tell of what was not written; after another error it says nothing new. */
function withHandle<T>(handle: number, use: () => T): T {
  let result: T;
  try {
    result = use();
  } catch (error) {
    try {
      fs.closeSync(handle);
    } catch {}
    throw error;
  }
  fs.closeSync(handle);
  return result;
}

function writing<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw storageError(path, error);
  }
}
