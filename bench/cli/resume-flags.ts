import { resolve } from 'node:path';

/** The flags by which a run got settings that it cannot go on without. */
export interface ResumeFlags {
  readonly config?: string;
  readonly base?: string;
}

/** Those of a command, as they are given to `resume` from whatever folder. */
export function resumeFlagsOf({ config, base }: ResumeFlags): string[] {
  return [...flag('--config', config), ...flag('--base', base)];
}

const flag = (name: string, path: string | undefined): string[] =>
  path === undefined ? [] : [name, resolve(path)];
