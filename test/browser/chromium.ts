import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The Chromium for a file of tests.
 * @param what is skipped where there is none, as that is said
 * @returns null where none is installed
 * @throws Error there in CI, which must not pass for want of one
 */
export function chromiumFor(what: string): string | null {
  const found = findChromium();
  if (found !== null) return found;
  if (process.env.CI) throw new Error('The tests in a browser need Chromium: install the package chromium.');
  console.log(`${what}: skipped, because no Chromium is installed (Debian: apt install chromium).`);
  return null;
}

/** Where a Chromium lies that is installed on this machine; null where there is none. */
function findChromium(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

/** For a machine that shows its pages to nobody, and has no network to speak of. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Ends what hangs. A page that is slow on a busy machine is no failure. */
export const mostMilliseconds = 240_000;

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
