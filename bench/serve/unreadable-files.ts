import { closeSync, type Dirent, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files and folders below a folder that cannot be read, as "trials/x/subject.log". Links, pipes and the like are none. */
export function unreadableFiles(folder: string, below = ''): string[] {
  const entries = orNull(() => readdirSync(join(folder, below), { withFileTypes: true }));
  if (entries === null) return [below];
  return entries.flatMap((entry: Dirent) => {
    const name = join(below, entry.name);
    if (entry.isDirectory()) return unreadableFiles(folder, name);
    return entry.isFile() && !canBeRead(join(folder, name)) ? [name] : [];
  });
}

function canBeRead(file: string): boolean {
  const handle = orNull(() => openSync(file, 'r'));
  if (handle === null) return false;
  closeSync(handle);
  return true;
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
