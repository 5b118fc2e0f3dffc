import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const numbers = { full: 7, null: 3 } as const;

/** Makes a device in a folder of the test's own, as /dev has them: none there may come to harm. Only root may. */
export function deviceIn(folder: string, name: keyof typeof numbers): string {
  const path = join(folder, name);
  execFileSync('mknod', [path, 'c', '1', String(numbers[name])]);
  return path;
}
