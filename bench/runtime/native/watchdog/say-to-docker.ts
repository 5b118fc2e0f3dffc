import { readEnvironment } from '../../../config/environment.ts';
import { docker } from '../../compose/docker.ts';
import { lockLab } from '../../compose/lab-lock.ts';
import type { DockerCommand } from './charge.ts';

/** Says something to `docker`, unless a process has taken the lab meanwhile: that one does what is needed. */
export async function sayToDocker(commands: readonly DockerCommand[]): Promise<void> {
  let unlock: () => void;
  try {
    unlock = lockLab(readEnvironment());
  } catch {
    return;
  }
  for (const { words, variables } of commands) await docker(words, { variables });
  unlock();
}
