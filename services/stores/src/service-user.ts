import { readFileSync } from 'node:fs';
import { StoreFailure } from './store-failure.ts';

export interface ServiceUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Whom a server is run as: whoever runs this, unless that is root, which needs no server and which PostgreSQL refuses.
 * @param names users that the server's package may have made, the best one first
 * @returns undefined for whoever runs this
 */
export function serviceUser(names: readonly string[]): ServiceUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8');
  for (const name of [...names, 'nobody']) {
    const [, uid, gid] = new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm').exec(accounts) ?? [];
    if (uid !== undefined && gid !== undefined) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new StoreFailure('Root does not run servers, and there is no other user for it: run this as one.');
}
