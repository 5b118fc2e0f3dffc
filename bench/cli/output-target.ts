import {
  accessSync,
  constants,
  fstatSync,
  lstatSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { errnoOf } from '../collect/errno.ts';

/** Where a name on the command line leads, once every link is followed. */
export type OutputTarget =
  /** A regular file, or one that does not exist yet. */
  | { readonly kind: 'file'; readonly path: string }
  /** A FIFO or a character device. */
  | { readonly kind: 'stream'; readonly path: string }
  /** What this process was started with, as /dev/stdout or the /dev/fd/63 of a shell's >(command). */
  | { readonly kind: 'descriptor'; readonly descriptor: number }
  | { readonly kind: 'unusable'; readonly why: string };

/** As many as Linux follows. */
const mostLinks = 40;

/** Looks where a result of that name would go, and whether it can; nothing is opened. */
export function outputTarget(name: string): OutputTarget {
  if (name === '' || name.endsWith('/')) return unusable('names no file');
  try {
    return follow(resolve(name));
  } catch (error) {
    return unusable(reasonOf(error));
  }
}

/** Why the file system refuses something, as the end of a sentence about it. */
export function reasonOf(error: unknown): string {
  const code = errnoOf(error) ?? String(error);
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'may not be written by you',
    EPERM: 'may not be written by you',
    EROFS: 'lies on a file system that is read-only',
    ELOOP: 'is a link that leads back to itself',
    ENOSPC: 'is full, or its disk is',
    EDQUOT: 'is on a disk of which you have used your share',
    EBADF: 'is not open for writing',
    ENXIO: 'nobody reads',
    EAGAIN: 'nobody reads',
  };
  return reasons[code] ?? `cannot be written (${code})`;
}

function follow(name: string): OutputTarget {
  let next = name;
  for (let links = 0; links <= mostLinks; links++) {
    const folder = statSync(dirname(next), { throwIfNoEntry: false });
    if (!folder?.isDirectory()) return unusable(`lies in ${dirname(next)}, which is no folder`);
    const path = join(realpathSync(dirname(next)), basename(next));
    const descriptor = ownDescriptor(path);
    if (descriptor !== null) return targetOfDescriptor(descriptor);
    // What a link of /proc leads to has no path of its own.
    const found = existing(path);
    if (found !== undefined && !found.isFile()) return targetOfOther(path, found);
    if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return targetOfFile(path, found);
    next = resolve(dirname(path), readlinkSync(path));
  }
  return unusable('is a link that leads back to itself');
}

/** What is there, links followed; undefined where they lead to nothing yet. */
const existing = (path: string): Stats | undefined => statSync(path, { throwIfNoEntry: false });

function ownDescriptor(path: string): number | null {
  const own = ['/proc/self/fd', '/dev/fd'].some(
    (folder) => existing(folder) !== undefined && realpathSync(folder) === dirname(path),
  );
  return own && /^\d+$/.test(basename(path)) ? Number(basename(path)) : null;
}

function targetOfDescriptor(descriptor: number): OutputTarget {
  if (fstatSync(descriptor).isDirectory()) return unusable('is a folder');
  // Nothing of it arrives, but what is open for reading only refuses it.
  writeSync(descriptor, Buffer.alloc(0));
  return { kind: 'descriptor', descriptor };
}

function targetOfFile(path: string, found: Stats | undefined): OutputTarget {
  accessSync(found === undefined ? dirname(path) : path, constants.W_OK);
  return { kind: 'file', path };
}

function targetOfOther(path: string, found: Stats): OutputTarget {
  if (found.isDirectory()) return unusable('is a folder');
  if (found.isBlockDevice()) return unusable('is a disk');
  if (found.isSocket()) return unusable('is a socket');
  accessSync(path, constants.W_OK);
  return { kind: 'stream', path };
}

function unusable(why: string): OutputTarget {
  return { kind: 'unusable', why };
}
