import { execFileSync } from 'node:child_process';
import packageJson from '../package.json' with { type: 'json' };
import { repositoryRoot } from './config/repository-root.ts';

export const headroomVersion: string = packageJson.version;

/** The commit of the checkout that a folder belongs to; null where there is no git or no repository. */
export function gitCommit(folder: string = repositoryRoot): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
