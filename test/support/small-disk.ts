import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Whether this process may mount a file system. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** A disk of 40 MB, which can be filled, and turned read-only. */
export interface SmallDisk {
  fill(): void;
  free(): void;
  /** Nobody may have a file of it open for writing. */
  protect(): void;
  unprotect(): void;
  unmount(): void;
}

/** Mounts one at a folder that does not exist yet. */
export function smallDisk(folder: string): SmallDisk {
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', folder]);
  const unmount = () => execFileSync('umount', ['--lazy', folder]);
  const remount = (as: string) => execFileSync('mount', ['-o', `remount,${as}`, folder]);
  process.once('exit', unmount);
  return {
    fill: () =>
      execFileSync('sh', ['-c', 'dd if=/dev/zero of="$1/filler" bs=4k 2>/dev/null || true', 'sh', folder]),
    free: () => rmSync(join(folder, 'filler')),
    protect: () => remount('ro'),
    unprotect: () => remount('rw'),
    unmount: () => {
      process.off('exit', unmount);
      unmount();
    },
  };
}
