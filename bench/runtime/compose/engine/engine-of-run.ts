import type { EngineFacts } from '@headroom/contract/engine.ts';
import type { Manifest } from '@headroom/contract/manifest.ts';
import { compose } from '../docker.ts';
import { inspectContainer } from '../usage/inspect-container.ts';
import { lookAtContainer } from '../usage/look-at-container.ts';
import { imagesOf } from './images.ts';
import { notControlledBy } from './not-controlled.ts';
import type { Engine } from './read-engine.ts';

/**
 * What a run's manifest says of its engine, once the lab is up.
 * @param cpus what subject and generator are to have
 * @param subject the service by which is seen what the engine really grants
 * @param services those that take part
 * @param furtherFile describes services beside docker-compose.yml; null is none
 */
export async function engineOfRun(
  engine: Engine,
  cpus: Manifest['cpus'],
  subject: string,
  services: readonly string[],
  furtherFile: string | null,
): Promise<{ readonly facts: EngineFacts; readonly notControlled: string[] }> {
  const container = (await compose(['ps', '--quiet', subject])).stdout.trim();
  const state = container === '' ? null : await inspectContainer(container);
  const seen = state === null || state.pid === null ? null : lookAtContainer(state);
  const { can: _, ...facts } = engine;
  return {
    facts: {
      ...facts,
      onThisKernel: seen?.onThisKernel ?? false,
      images: await imagesOf(services, furtherFile),
    },
    notControlled: notControlledBy(engine, cpus, seen),
  };
}
