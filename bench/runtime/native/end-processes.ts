import { setTimeout as pause } from 'node:timers/promises';
import { type Descendant, isAlive } from './process-tree.ts';

const pollMilliseconds = 20;
/** A process that is being killed may have memory to give back first. */
const killPatienceSeconds = 2;

/** SIGTERM to each, SIGKILL to those that are there still after `graceSeconds`. Resolves once they are gone. */
export async function endProcesses(processes: readonly Descendant[], graceSeconds: number): Promise<void> {
  tell(processes, 'SIGTERM');
  const left = await leftAfter(processes, graceSeconds);
  tell(left, 'SIGKILL');
  await leftAfter(left, killPatienceSeconds);
}

/** At once, where nobody can wait. */
export function tell(processes: readonly Descendant[], signal: 'SIGTERM' | 'SIGKILL'): void {
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
