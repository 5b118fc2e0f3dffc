import type { EngineFacts } from '@headroom/contract/engine.ts';
import { z } from 'zod';
import { docker } from '../docker.ts';
import { type EngineAbilities, engineInfoIn } from './engine-info.ts';

/** What is known of an engine before anything runs on it. */
export interface Engine extends Omit<EngineFacts, 'onThisKernel' | 'images'> {
  readonly can: EngineAbilities;
}

/** Asks the engine what it is; null where it does not answer. */
export async function readEngine(): Promise<Engine | null> {
  const [info, version, compose] = await Promise.all([
    docker(['info', '--format', '{{json .}}']),
    docker(['version', '--format', '{{json .}}']),
    docker(['compose', 'version', '--short']),
  ]);
  const found = engineInfoIn(info.stdout);
  if (found === null) return null;
  const { containers: _, isPodmanItself, ...facts } = found;
  const name = isPodmanItself || isPodman(version.stdout) ? 'Podman' : 'Docker';
  return { name, compose: compose.stdout.trim().replace(/^v/, '') || 'unknown', ...facts };
}

const versionSchema = z.object({
  Server: z.object({ Components: z.array(z.object({ Name: z.string() })).nullish() }).nullish(),
});

/** Behind Docker's own command line it is known by the name of its part alone. */
function isPodman(said: string): boolean {
  try {
    const parts = versionSchema.parse(JSON.parse(said)).Server?.Components ?? [];
    return parts.some(({ Name }) => /podman/i.test(Name));
  } catch {
    return false;
  }
}
