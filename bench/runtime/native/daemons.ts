import { readFileSync } from 'node:fs';
import { isForwarder, listenersOn } from './ports.ts';
import { allProcesses, type Descendant, type ProcessStat, treeOf } from './process-tree.ts';

/** Given to a program, and inherited by all that comes of it: a daemon leaves its tree, and keeps its variables. */
export const familyVariable = 'HEADROOM_FAMILY';

/** A program that was started, whether or not it runs still. */
export interface Family {
  readonly pid: number;
  /** When its first process began; null where there is no /proc. */
  readonly startedTicks: number | null;
  /** The value of {@link familyVariable} that it was given. */
  readonly name: string;
  /** Where it is to serve. */
  readonly port: number;
}

/**
 * What a program has started and is no longer below it: daemons, such as `gunicorn --daemon`, `pm2 start` or `server &` leave.
 * They are known by their variables, or, where they have written over these (nginx), by listening on the port since,
 * without anybody who would have started them. Empty where there is no /proc.
 */
export function daemonsOf({ pid, startedTicks, name, port }: Family): Descendant[] {
  const stats = allProcesses();
  const below = new Set(treeOf([pid], stats));
  const isOutside = (one: number): boolean => !below.has(one) && one !== process.pid;
  const marked = [...stats.keys()].filter((one) => isOutside(one) && isNamed(one, name));
  const listening = listenersOn(port)
    .filter((one) => isOutside(one) && !isForwarder(one))
    .map((one) => eldestSince(startedTicks ?? Number.POSITIVE_INFINITY, one, stats))
    .filter((one) => one !== null);
  return treeOf([...marked, ...listening], stats)
    .filter(isOutside)
    .map((one) => ({ pid: one, startedTicks: (stats.get(one) as ProcessStat).startedTicks }));
}

/**
 * Whose usage is that of a service, itself and what is below it; null where those who listen cannot be seen, or answer
 * in the name of others, so that nobody knows whose work it is.
 */
export function servingProcesses(family: Family): number[] | null {
  const roots = [family.pid, ...daemonsOf(family).map(({ pid }) => pid)];
  const tree = treeOf(roots, allProcesses());
  const listeners = listenersOn(family.port);
  if (listeners.length === 0) return tree.some((pid) => !isOwn(pid)) ? roots : null;
  return listeners.some((pid) => tree.includes(pid)) && !listeners.some(isForwarder) ? roots : null;
}

const isNamed = (pid: number, name: string): boolean =>
  environmentOf(pid)?.split('\0').includes(`${familyVariable}=${name}`) ?? false;

/** Whether this user may look into it. Whoever is another user's may be the one who listens. */
const isOwn = (pid: number): boolean => environmentOf(pid) !== null;

function environmentOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return null;
  }
}

/**
 * The first process of a daemon that began since then; null for somebody else's service: what a person or another
 * program starts has a parent that is there still, and what was abandoned is given to the first process of all, or to one above
 * this one that cares for such.
 */
function eldestSince(ticks: number, pid: number, stats: ReadonlyMap<number, ProcessStat>): number | null {
  const stat = stats.get(pid);
  if (stat === undefined || stat.startedTicks < ticks) return null;
  const parent = stats.get(stat.parent);
  if (parent !== undefined && parent.startedTicks >= ticks) return eldestSince(ticks, stat.parent, stats);
  return adopters(stats).has(stat.parent) ? pid : null;
}

/** The processes above this one. */
function adopters(stats: ReadonlyMap<number, ProcessStat>): Set<number> {
  const above = new Set([0, 1]);
  for (let pid = stats.get(process.pid)?.parent; pid !== undefined && !above.has(pid); ) {
    above.add(pid);
    pid = stats.get(pid)?.parent;
  }
  return above;
}
