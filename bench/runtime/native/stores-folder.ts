import { chmodSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTaken } from './process-tree.ts';
import { watch } from './watchdog/watch.ts';

const prefix = 'headroom-stores-';

/** Where the stores of this process keep their files; there once it has been made. */
interface StoresFolder {
  /** Makes it, unless it is there, and gives its path. */
  make(): string;
  /** Does nothing where it was not made. */
  remove(): void;
}

/**
 * A folder that nobody can have made before: its name holds this process, and letters that are drawn. Those that killed
 * processes have left are removed when it is made.
 */
export function storesFolder(parent = tmpdir()): StoresFolder {
  let made: { readonly path: string; readonly unwatch: () => void } | null = null;
  return {
    make() {
      if (made !== null) return made.path;
      removeLeftOver(parent);
      const path = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
      made = { path, unwatch: watch({ kind: 'path', path }) };
      // PostgreSQL refuses to run as root, and then goes in here as another user.
      chmodSync(path, 0o711);
      return path;
    },
    remove() {
      if (made === null) return;
      rmSync(made.path, { recursive: true, force: true });
      made.unwatch();
      made = null;
    },
  };
}

function removeLeftOver(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = new RegExp(`^${prefix}(\\d+)(-|$)`).exec(name)?.[1];
    if (pid === undefined || isTaken(Number(pid))) continue;
    const path = join(parent, name);
    try {
      // What another user has put there may change while it is being removed.
      if (lstatSync(path).uid === process.getuid?.()) rmSync(path, { recursive: true, force: true });
    } catch {
      // Somebody else is just removing it.
    }
  }
}
