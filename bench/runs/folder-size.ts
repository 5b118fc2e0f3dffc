import { type Dirent, lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** Bytes that a folder takes on the disk with all that is in it. Links count as themselves, never as what they name. */
export function folderSizeBytes(folder: string): number {
  return entriesOf(folder).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? folderSizeBytes(path) : allocatedBytes(path));
  }, allocatedBytes(folder));
}

/** The sizes are for people: what vanishes or cannot be read meanwhile counts for nothing. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** POSIX counts blocks of 512 bytes (`st_blocks`); some platforms do not tell. */
function allocatedBytes(path: string): number {
  const stat = statOrNull(path);
  if (stat === null) return 0;
  return stat.blocks === undefined ? stat.size : stat.blocks * 512;
}

function statOrNull(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}
