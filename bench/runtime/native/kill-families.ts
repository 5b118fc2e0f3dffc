import { existsSync } from 'node:fs';
import { membersOf } from './daemons.ts';
import { killAll } from './end-processes.ts';
import type { Family } from './family.ts';
import type { Descendant } from './process-tree.ts';

/**
 * Kills all that runs of some families, at once. Where there is no /proc these are their process groups.
 * @param before as for daemons
 * @returns who they were, as far as that is known
 */
export function killFamilies(families: readonly Family[], before?: number): Descendant[] {
  if (!existsSync('/proc/self/stat')) {
    for (const { pid } of families) if (pid !== null) killGroup(pid);
    return [];
  }
  return killAll(() => families.flatMap((family) => membersOf(family, before)));
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
