import { readFileSync } from 'node:fs';
import { type Family, familyVariable } from './family.ts';
import { isForwarder, isRunner, listenersOn } from './ports.ts';
import { allProcesses, type Descendant, type ProcessStat, treeOf } from './process-tree.ts';

/** A daemon that has written over its variables (gunicorn, nginx) is known only once it listens, a moment after its starter has ended. */
export const appearsWithinMilliseconds = 3000;

type Processes = ReadonlyMap<number, ProcessStat>;

/**
 * What a program has started and is no longer below it: daemons, such as `gunicorn --daemon`, `pm2 start` or `server &` leave.
 * They are known by their variables, or, where they have written over these (nginx), by listening on the port since,
 * without anybody who would have started them. Empty where there is no /proc.
 * @param before those who have written over their variables began before this, in ticks: others may be in their place since
 */
export function daemonsOf(
  family: Family,
  before = Number.POSITIVE_INFINITY,
  stats = allProcesses(),
): Descendant[] {
  const below = new Set(treeOf(firstOf(family, stats), stats));
  const isOutside = (one: number): boolean => !below.has(one) && one !== process.pid;
  const marked = [...stats.keys()].filter((one) => isOutside(one) && isNamed(one, family.name));
  const since = family.startedTicks ?? Number.POSITIVE_INFINITY;
  const listening = (family.port === null ? [] : listenersOn(family.port))
    .filter((one) => isOutside(one) && !isForwarder(one))
    .map((one) => eldestBetween(since, before, one, stats))
    .filter((one) => one !== null);
  return described(treeOf([...marked, ...listening], stats).filter(isOutside), stats);
}

/**
 * All of a family that runs: what is below its first process or in its process group, what was, and its daemons. Empty
 * where there is no /proc.
 * @param before as for daemons
 */
export function membersOf(family: Family, before?: number): Descendant[] {
  const stats = allProcesses();
  const first = firstOf(family, stats);
  // No number is given again while a group has it: one without its first process is that of the family still.
  const isLed = first.length > 0 || (family.pid !== null && !stats.has(family.pid));
  const group = [...stats.keys()].filter((one) => isLed && stats.get(one)?.group === family.pid);
  const seen = (family.seen ?? []).filter(
    ({ pid, startedTicks }) => stats.get(pid)?.startedTicks === startedTicks,
  );
  const daemons = daemonsOf(family, before, stats);
  const roots = [...first, ...group, ...[...seen, ...daemons].map(({ pid }) => pid)];
  return described(
    treeOf(roots, stats).filter((one) => stats.get(one)?.hasEnded === false),
    stats,
  );
}

/** The first process of a family, unless it is gone and its number somebody else's. */
function firstOf({ pid, startedTicks }: Family, stats: Processes): number[] {
  return pid !== null && stats.get(pid)?.startedTicks === startedTicks ? [pid] : [];
}

const described = (pids: readonly number[], stats: Processes): Descendant[] =>
  pids.map((pid) => ({ pid, startedTicks: (stats.get(pid) as ProcessStat).startedTicks }));

/**
 * Whose usage is that of a service, itself and what is below it; null where those who listen cannot be seen, or answer
 * in the name of others, so that nobody knows whose work it is.
 */
export function servingProcesses(
  family: Family & { readonly pid: number; readonly port: number },
): number[] | null {
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
 * The first process of a daemon that began between these ticks; null for somebody else's service: what a person or another
 * program starts has a parent that is there still, and what was abandoned is given to the first process of all, or to one above
 * this one that cares for such. What another run has started is that run's.
 */
function eldestBetween(since: number, before: number, pid: number, stats: Processes): number | null {
  const stat = stats.get(pid);
  if (stat === undefined || stat.startedTicks < since || isRunner(pid)) return null;
  const parent = stats.get(stat.parent);
  if (parent !== undefined && parent.startedTicks >= since)
    return eldestBetween(since, before, stat.parent, stats);
  return stat.startedTicks < before && adopters(stats).has(stat.parent) ? pid : null;
}

/** The processes above this one. */
function adopters(stats: Processes): Set<number> {
  const above = new Set([0, 1]);
  for (let pid = stats.get(process.pid)?.parent; pid !== undefined && !above.has(pid); ) {
    above.add(pid);
    pid = stats.get(pid)?.parent;
  }
  return above;
}
