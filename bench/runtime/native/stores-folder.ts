import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'headroom-stores-';

/** Where the stores of this process keep their files; there once it has been made. */
interface StoresFolder {
  readonly path: string;
  /** Makes it, unless it is there, and gives its path. */
  make(): string;
}

/** A folder named after this process. Those that killed processes have left are removed when it is made. */
export function storesFolder(parent = tmpdir(), pid = process.pid): StoresFolder {
  const path = join(parent, `${prefix}${pid}`);
  let made = false;
  return {
    path,
    make() {
      if (made) return path;
      removeLeftOver(parent);
      // Of an earlier process with the same number.
      rmSync(path, { recursive: true, force: true });
      // PostgreSQL refuses to run as root, and then goes in here as another user.
      mkdirSync(path, { mode: 0o711 });
      made = true;
      return path;
    },
  };
}

function removeLeftOver(parent: string): void {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(prefix))) {
    if (isRunning(Number(name.slice(prefix.length)))) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // It belongs to another user, whose next run removes it.
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
