import { BenchError } from '@headroom/contract/errors.ts';
import type { RunPlan } from '@headroom/contract/manifest.ts';
import type { SubjectSettings } from '../../config/bench-config.ts';
import { docker } from './docker.ts';

/**
 * Makes sure that the images of a plan's own services are there, and pulls those that are not.
 * @throws BenchError BENCH_PREFLIGHT_IMAGE
 */
export async function demandOwnImages(
  { plan, subjects }: { readonly plan: RunPlan; readonly subjects: SubjectSettings },
  { say, signal }: { say(line: string): void; readonly signal: AbortSignal },
): Promise<void> {
  for (const name of new Set(plan.trials.map(({ subject }) => subject))) {
    const start = subjects.own[name]?.start;
    if (start?.kind !== 'image') continue;
    const { image } = start;
    if ((await docker(['image', 'inspect', '--format', '{{.Id}}', image])).ok) continue;
    say(`Pulling ${image} for the subject ${name} ...`);
    const pulled = await docker(['pull', '--quiet', image], { signal, patienceSeconds: null });
    if (pulled.ok) continue;
    throw new BenchError(
      'BENCH_PREFLIGHT_IMAGE',
      `the image ${image} of the subject ${name} cannot be had: ${pulled.complaint}. Build it first (docker build --tag ${image} .), or check subjects.${name}.image.`,
    );
  }
}
