import { readdirSync, readFileSync } from 'node:fs';
import { errnoOf } from '../../collect/errno.ts';
import type { Usage } from '../runtime.ts';

/** Linux reports CPU times in ticks of 1/100 s on every architecture that Node runs on (USER_HZ). */
const ticksPerSecond = 100;

/** A process as the system tells of it. */
export interface ProcessStat {
  readonly parent: number;
  /** The number of its process group, which is that of the group's first process. */
  readonly group: number;
  readonly cpuTicks: number;
  readonly residentPages: number;
  /** Nobody has taken note of its end yet. */
  readonly hasEnded: boolean;
  /** Since the machine's start. */
  readonly startedTicks: number;
}

/** Usage of the tree below a process, itself included; null where there is no /proc or no such process. */
export const processTreeUsage = (root: number): Usage | null => processTreesUsage([root]);

/** That of several trees together, each process once however they lie in one another. */
export function processTreesUsage(roots: readonly number[]): Usage | null {
  const stats = allProcesses();
  const tree = treeOf(roots, stats);
  if (tree.length === 0) return null;
  const total = (figure: (stat: ProcessStat) => number) =>
    tree.reduce((sum, pid) => sum + figure(stats.get(pid) as ProcessStat), 0);
  return {
    cpuSeconds: total(({ cpuTicks }) => cpuTicks) / ticksPerSecond,
    residentBytes: total(({ residentPages }) => residentPages) * pageBytes(),
    throttledSeconds: null,
  };
}

/** A process, and when it began: its number alone may be somebody else's by then. */
export interface Descendant {
  readonly pid: number;
  readonly startedTicks: number;
}

/** All below a process as it is now, those in sessions of their own too; empty where there is no /proc. */
export function descendantsOf(root: number): Descendant[] {
  const stats = allProcesses();
  return treeOf([root], stats)
    .filter((pid) => pid !== root)
    .map((pid) => ({ pid, startedTicks: (stats.get(pid) as ProcessStat).startedTicks }));
}

/** When a process began, since the machine's start; null where there is no /proc or no such process. */
export const startedTicksOf = (pid: number): number | null => entryOf(pid)[0]?.[1].startedTicks ?? null;

/** Whether somebody has that number, whoever it is; also where there is no /proc. */
export function isTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of somebody else is there all the same.
    return errnoOf(error) === 'EPERM';
  }
}

/** Whether it runs still. */
export const isAlive = ({ pid, startedTicks }: Descendant): boolean =>
  entryOf(pid).some(([, stat]) => stat.startedTicks === startedTicks && !stat.hasEnded);

/** Every process of this machine by its number; none where there is no /proc. */
export const allProcesses = (): ReadonlyMap<number, ProcessStat> =>
  new Map(processIds().flatMap((pid) => entryOf(pid)));

/** The processes below several roots, with them, each once. */
export function treeOf(roots: readonly number[], stats: ReadonlyMap<number, ProcessStat>): number[] {
  const tree = new Set(roots.filter((pid) => stats.has(pid)));
  const children = Map.groupBy(stats.keys(), (pid) => stats.get(pid)?.parent);
  // The set grows while it is walked.
  for (const pid of tree) for (const child of children.get(pid) ?? []) tree.add(child);
  return [...tree];
}

function processIds(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function entryOf(pid: number): [number, ProcessStat][] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in brackets and may hold spaces; counted as in proc(5), from 1.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const field = (place: number) => Number(fields[place - 3]);
    const cpuTicks = field(14) + field(15) + field(16) + field(17);
    return [
      [
        pid,
        {
          parent: field(4),
          group: field(5),
          cpuTicks,
          residentPages: field(24),
          startedTicks: field(22),
          hasEnded: fields[0] === 'Z',
        },
      ],
    ];
  } catch {
    // It ended meanwhile.
    return [];
  }
}

let knownPageBytes: number | null = null;

/** Node has no call for the size of a page: it is what the kernel says in bytes over what it says in pages. */
function pageBytes(): number {
  if (knownPageBytes !== null) return knownPageBytes;
  const kilobytes = Number(/^VmSize:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  const pages = Number(readFileSync('/proc/self/statm', 'utf8').split(' ')[0]);
  // The two are read a moment apart; sizes of a page are powers of two.
  knownPageBytes = 2 ** Math.round(Math.log2((kilobytes * 1024) / pages));
  return knownPageBytes;
}
