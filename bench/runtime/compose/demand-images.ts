import { BenchError } from '@headroom/contract/errors.ts';
import { demandPatience } from './demand-patience.ts';
import { compose, type DockerAnswer } from './docker.ts';
import { building, imageProgress, pulling } from './image-progress.ts';
import { activeServices } from './stack.ts';

export const generatorService = 'k6';

/** Where is said what takes long. */
interface Announcer {
  say(line: string): void;
  readonly signal: AbortSignal;
}

/**
 * Builds the images of the services that have a Dockerfile here, and pulls the others where they are missing.
 * @param services names of those that are to run beside what an `up` starts
 * @throws BenchError BENCH_PREFLIGHT_COMPOSE or BENCH_PREFLIGHT_IMAGE, BENCH_RUN_INTERRUPTED when the signal aborts
 */
export async function demandImages(services: readonly string[], announcer: Announcer): Promise<void> {
  const config = await compose(['config', '--quiet']);
  if (!config.ok) {
    throw new BenchError(
      'BENCH_PREFLIGHT_COMPOSE',
      `docker-compose.yml and .env do not fit together: ${config.complaint}`,
    );
  }
  const needed = [...new Set([...(await activeServices()), generatorService, ...services])];
  const pull = await follow(
    pulling,
    ['pull', '--ignore-buildable', '--policy', 'missing'],
    needed,
    announcer,
  );
  const build = pull.ok ? await follow(building, ['build'], services, announcer) : pull;
  demandPatience(announcer.signal);
  if (build.ok) return;
  throw new BenchError(
    'BENCH_PREFLIGHT_IMAGE',
    `an image cannot be had: ${build.complaint}. ${imageAdvice(build.complaint)}`,
  );
}

/** Carries out a command about images, and says what it is at. */
async function follow(
  work: typeof building | typeof pulling,
  words: readonly string[],
  services: readonly string[],
  { say, signal }: Announcer,
): Promise<DockerAnswer> {
  const progress = imageProgress(work, services, say);
  const timer = setInterval(progress.tick, 1000);
  const command = ['--progress', 'plain', ...words, ...services];
  const answer = await compose(command, { signal, patienceSeconds: null, heard: progress.heard });
  clearInterval(timer);
  if (answer.ok) progress.over();
  return answer;
}

function imageAdvice(complaint: string): string {
  return /no space left|ENOSPC/i.test(complaint)
    ? "The engine's disk is full: see docker system df, make room with docker builder prune and docker image prune."
    : 'Check its name in .env and the way to its registry.';
}
