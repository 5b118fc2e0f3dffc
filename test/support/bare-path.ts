import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A search path on which there are these programs, as far as they are installed, and no others. */
export function barePath(names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-bare-'));
  // Whoever runs as another user has to get in as well.
  chmodSync(folder, 0o755);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of names) {
    const { stdout } = spawnSync('which', [name], { encoding: 'utf8' });
    if (stdout.trim() !== '') symlinkSync(stdout.trim(), join(bin, name));
  }
  return bin;
}
