import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { removeEmptyFolder, removeIfPossible } from './disk.ts';
import { type Holder, isElsewhere, mayRun, nameOf, ownHolder } from './holder.ts';
import { dismantle, type Found, look, place } from './lock-folder.ts';

/** The locks that this process has: one of its own that is none of these could not be removed when it was let go. */
const held = new Set<string>();

/** As often as a lock may change hands while it is looked at, and how long is waited for who is at it. */
const mostAttempts = 50;
const pauseMilliseconds = 5;

/**
 * Takes a lock for this process. One of a process that is gone, or one that says nothing, does not count and is taken
 * over; of any number of processes that try so at once one succeeds (docs/decisions/0029). Gives the function that lets
 * it go.
 * @param busy the message for when somebody has it, who is named as "process 12"
 * @throws BenchError BENCH_PREFLIGHT_BUSY, or BENCH_RESULTS_* when the lock cannot be read or written
 */
export function lock(path: string, busy: (who: string) => string): () => void {
  const taken = take(path, path);
  if (typeof taken !== 'string') {
    throw new BenchError('BENCH_PREFLIGHT_BUSY', `${busy(nameOf(taken))}${adviceOn(taken, path)}`);
  }
  sweep(path);
  return () => release(path, taken);
}

/** Who has a lock; null when nobody has it, or nobody that is still there. */
export function holderOf(path: string): Holder | null {
  try {
    const holder = look(path)?.holder ?? null;
    return holder !== null && counts(holder) ? holder : null;
  } catch {
    return null;
  }
}

/** What to do about a lock that counts without its holder being seen; nothing where it is seen. */
export function adviceOn(holder: Holder, path: string): string {
  if (isElsewhere(holder)) {
    return ` Whether it still runs cannot be seen from here: if it does not, remove ${path}.`;
  }
  return holder.startedAt === null ? ` If that process is no Headroom, remove ${path}.` : '';
}

/**
 * @param root the lock that it is all about
 * @returns the token of the lock, which this process has now, or who has it
 */
function take(path: string, root: string): string | Holder {
  const token = randomUUID();
  let atIt: Holder | null = null;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    if (place(path, `${root}.new-${token}`, ownHolder(token))) {
      held.add(token);
      return token;
    }
    const found = look(path);
    if (found === null) continue;
    if (found.holder !== null && counts(found.holder)) return found.holder;
    atIt = found.id === null ? null : removeDead(path, root, found.id);
    if (atIt !== null || found.id === null) pause();
  }
  if (atIt !== null) return atIt;
  throw new BenchError(
    'BENCH_RESULTS_NOT_WRITABLE',
    `${path} is in the way: expected the lock of a process, or nothing. Remove it by hand.`,
  );
}

/** A lock that this process has let go does not count, though it could not be removed. */
function counts(holder: Holder): boolean {
  const isOwn = holder.pid === process.pid && holder.token !== null && !isElsewhere(holder);
  return isOwn ? held.has(holder.token ?? '') : mayRun(holder);
}

/**
 * Removes a dead lock, unless that has been done. Only who has its guard may: a second lock that is named after this
 * very one, and taken in the same way. So nobody removes the lock of one who was quicker.
 * @returns who else is at it; null when it is gone
 */
function removeDead(path: string, root: string, id: NonNullable<Found['id']>): Holder | null {
  const guard = `${root}.over-${id}`;
  const taken = take(guard, root);
  if (typeof taken !== 'string') return taken;
  try {
    if (look(path)?.id === id) dismantle(path);
    return null;
  } finally {
    release(guard, taken);
  }
}

/** Removes a lock of this process; where that cannot be done it does not count any more. */
function release(path: string, token: string): void {
  held.delete(token);
  try {
    const found = look(path);
    if (found?.holder?.token === token) dismantle(path);
    // A guard may have been swept while it was being made.
    if (found?.id === null) removeEmptyFolder(path);
  } catch {
    // It dies with this process at the latest.
  }
}

/** Removes what processes have left that were killed while they took the lock that this one has now. */
function sweep(path: string): void {
  const [folder, own] = [dirname(path), basename(path)];
  try {
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(`${own}.new-`) && !name.startsWith(`${own}.over-`)) continue;
      if (holderOf(join(folder, name)) === null) removeIfPossible(join(folder, name));
    }
  } catch {
    // They take no more than their place.
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMilliseconds);
}
