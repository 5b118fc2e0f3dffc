import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'headroom-tests-';

/**
 * Gives all tests one temporary folder, removed at their end, also by a signal. One that a killed run left is removed at
 * the next start: its name holds the process id of that run.
 */
export function setup(): (() => void) | undefined {
  // One set-up serves every project of a run.
  if (process.env.HEADROOM_TEST_FOLDER !== undefined) return undefined;
  const parent = tmpdir();
  for (const name of readdirSync(parent)) if (isAbandoned(name)) removeIfOurs(join(parent, name));
  const folder = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  // PostgreSQL refuses to run as root, and its user must get at its data below this folder.
  chmodSync(folder, 0o711);
  process.env.HEADROOM_TEST_FOLDER = folder;
  process.env.TMPDIR = folder;
  // Ctrl-C ends vitest in its own way, and by these it would end without another word.
  process.once('SIGTERM', () => process.exit(143)).once('SIGHUP', () => process.exit(129));
  process.once('exit', () => remove(folder));
  return () => remove(folder);
}

function isAbandoned(name: string): boolean {
  const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1] ?? 0);
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** One that another user's run has left stays, and so does one that holds a disk which is mounted there. */
function removeIfOurs(folder: string): void {
  try {
    remove(folder);
  } catch (error) {
    if (['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return;
    console.warn(`${folder} is left of a run that was ended, and cannot be removed: ${error}`);
  }
}

/** What is just being ended may write there for some seconds yet, eight on a busy machine. */
const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 12 });
