import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = new URL('../../', import.meta.url);

/** Builds the live page as it stands. @returns the folder that it lies in */
export async function buildPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-ui-'));
  const vite = fileURLToPath(new URL('node_modules/vite/bin/vite.js', root));
  // Vitest says NODE_ENV=test, with which React would be built for development.
  await promisify(execFile)(process.execPath, [vite, 'build', '--outDir', folder, '--emptyOutDir'], {
    cwd: fileURLToPath(new URL('ui/', root)),
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return folder;
}
