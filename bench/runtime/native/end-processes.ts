import { setTimeout as pause } from 'node:timers/promises';
import { type Descendant, isAlive } from './process-tree.ts';

const pollMilliseconds = 20;
/** A process that is being killed may have memory to give back first. */
const killPatienceSeconds = 2;
/** Whoever starts others meanwhile is stopped at one of these. */
const mostLooks = 20;
const rounds = 5;

/** SIGTERM to each, SIGKILL to those that are there still after `graceSeconds`. Resolves once they are gone. */
export async function endProcesses(processes: readonly Descendant[], graceSeconds: number): Promise<void> {
  tell(processes, 'SIGTERM');
  const left = await leftAfter(processes, graceSeconds);
  tell(left, 'SIGKILL');
  await leftAfter(left, killPatienceSeconds);
}

/**
 * Kills all that a look finds, at once and where nobody can wait. They are stopped first and looked for again: who
 * starts another one when one of his ends would else be a step ahead.
 * @returns who they were
 */
export function killAll(look: () => readonly Descendant[]): Descendant[] {
  const found = new Map<number, Descendant>();
  for (let looks = 0; looks < mostLooks; looks++) {
    const fresh = look().filter(({ pid }) => !found.has(pid));
    if (fresh.length === 0) break;
    tell(fresh, 'SIGSTOP');
    for (const one of fresh) found.set(one.pid, one);
  }
  tell([...found.values()], 'SIGKILL');
  return [...found.values()];
}

/** Kills again and again, until there was nobody to kill or who is left cannot be. */
export async function killUntilNone(kill: () => readonly Descendant[]): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const killed = kill();
    if (killed.length === 0) return;
    await leftAfter(killed, killPatienceSeconds);
  }
}

function tell(processes: readonly Descendant[], signal: 'SIGTERM' | 'SIGSTOP' | 'SIGKILL'): void {
  for (const one of processes.filter(isAlive)) {
    try {
      process.kill(one.pid, signal);
    } catch {
      // It ended by itself meanwhile.
    }
  }
}

async function leftAfter(processes: readonly Descendant[], seconds: number): Promise<readonly Descendant[]> {
  const until = performance.now() + 1000 * seconds;
  let left = processes.filter(isAlive);
  while (left.length > 0 && performance.now() < until) {
    await pause(pollMilliseconds);
    left = left.filter(isAlive);
  }
  return left;
}
