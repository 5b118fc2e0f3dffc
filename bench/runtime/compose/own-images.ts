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

/** Programs that insist on being the first process: s6-overlay and systemd. */
const inits: readonly string[] = ['/init', '/sbin/init', '/lib/systemd/systemd', '/usr/lib/systemd/systemd'];

/** Those of these subjects whose image brings an init of its own, beside which no other may be. */
export async function subjectsWithInit(
  own: SubjectSettings['own'],
  subjects: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const name of new Set(subjects)) {
    const start = own[name]?.start;
    if (start?.kind !== 'image') continue;
    const format = '{{join .Config.Entrypoint " "}} {{join .Config.Cmd " "}}';
    const { stdout } = await docker(['image', 'inspect', '--format', format, start.image]);
    if (inits.includes(stdout.trim().split(' ')[0] ?? '')) found.push(name);
  }
  return found;
}
