import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { RunFolder } from './collect/run-folder.ts';
import { repositoryRoot } from './config/repository-root.ts';
import { userConfigName } from './config/user-config.ts';

/** A command of this command line, to be pasted into a POSIX shell. @param out the results folder that it is to use */
export function headroomCommand(words: readonly string[], out: string): string {
  const folder = resolve(out);
  return [...program(), ...words, ...(isDefault(folder) ? [] : ['--out', folder])].map(quoted).join(' ');
}

/** How to go on with a run. @param flags those of the command in hand that `resume` takes again */
export function resumeHint(
  { path, runId }: Pick<RunFolder, 'path' | 'runId'>,
  flags: readonly string[] = [],
): string {
  return `Go on with: ${headroomCommand(['resume', runId, ...flags], dirname(path))}`;
}

/** npm finds the command from within the checkout only. */
function program(): string[] {
  const isInside = !/^\.\.(\/|$)/.test(relative(repositoryRoot, process.cwd()));
  return isInside ? ['npm', 'exec', 'headroom', '--'] : [join(repositoryRoot, 'bench', 'bin', 'headroom')];
}

/** Whether a command would look there of itself; a file of settings may send it elsewhere. */
function isDefault(folder: string): boolean {
  return folder === join(repositoryRoot, 'results') && !existsSync(join(repositoryRoot, userConfigName));
}

/** A word as a POSIX shell takes it, whatever is in it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
