import { globSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram, isProgram } from './find-program.ts';
import { exitCodes, StoreFailure } from './store-failure.ts';

const needed = ['initdb', 'postgres', 'psql'];
/** Debian keeps them off the search path, and so does Homebrew for all versions but one. */
const elsewhere = [
  '/usr/lib/postgresql/*/bin',
  '/opt/homebrew/opt/postgresql*/bin',
  '/usr/local/opt/postgresql*/bin',
];

/**
 * The folder of PostgreSQL's programs: the one that is named, or else that of the initdb on the search path,
 * or else the newest one installed. Throws a `StoreFailure` where there is none.
 */
export function findPostgres(named: string | undefined, path: string): string {
  const folder = (named === undefined ? candidates(path) : [named]).find((candidate) =>
    needed.every((program) => isProgram(join(candidate, program))),
  );
  if (folder !== undefined) return folder;
  const where = named === undefined ? 'on this machine' : `in ${named} (STORES_POSTGRES_PROGRAMS)`;
  throw new StoreFailure(
    `There is no PostgreSQL ${where}: install it (Debian: apt install postgresql; macOS: brew install postgresql).`,
    exitCodes.missingProgram,
  );
}

function candidates(path: string): string[] {
  const onPath = findProgram(['initdb'], path);
  // On the search path there may be a link to that one program only.
  const linked = onPath === undefined ? [] : [dirname(realpathSync(onPath))];
  return [...linked, ...elsewhere.flatMap((pattern) => globSync(pattern).sort(newestFirst))];
}

const newestFirst = (one: string, other: string): number => version(other) - version(one);
const version = (folder: string): number => Number(/postgresql[/@](\d+)/.exec(folder)?.[1] ?? 0);
