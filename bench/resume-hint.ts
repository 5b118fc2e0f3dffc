import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { RunFolder } from './collect/run-folder.ts';
import { repositoryRoot } from './config/repository-root.ts';
import { userConfigName } from './config/user-config.ts';

/** How to go on with a run, as a line that can be pasted into a POSIX shell from "Go on with:" on. */
export function resumeHint({ path, runId }: Pick<RunFolder, 'path' | 'runId'>): string {
  const out = resolve(dirname(path));
  return `Go on with: ${[...program(), 'resume', runId, ...(isDefault(out) ? [] : ['--out', out])].map(quoted).join(' ')}`;
}

/** npm finds the command from within the checkout only. */
function program(): string[] {
  const isInside = !/^\.\.(\/|$)/.test(relative(repositoryRoot, process.cwd()));
  return isInside ? ['npm', 'exec', 'headroom', '--'] : [join(repositoryRoot, 'bench', 'bin', 'headroom')];
}

/** Whether `resume` would look there of itself; a file of settings may send it elsewhere. */
function isDefault(out: string): boolean {
  return out === join(repositoryRoot, 'results') && !existsSync(join(repositoryRoot, userConfigName));
}

/** A word as a POSIX shell takes it, whatever is in it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
