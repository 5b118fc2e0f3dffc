import type { Exit } from '../runtime.ts';
import { compose, docker } from './docker.ts';

/** A container of a service of Compose. */
interface Container {
  readonly container: string;
  readonly service: string;
  /** Describes the service beside docker-compose.yml; null is that one alone. */
  readonly furtherFile: string | null;
}

/**
 * Resolves once the container has ended, with how; or with what became of it, when somebody else took it away. Never rejects.
 * @param logs what it said last
 * @param over gives up waiting, as an engine that hangs never answers
 */
export async function exitOf(
  container: Container,
  logs: () => Promise<string>,
  over: AbortSignal,
): Promise<Exit> {
  await docker(['wait', container.container], { patienceSeconds: null, signal: over });
  const exit = { exitCode: null, signal: null, lastWords: '' };
  if (over.aborted) return exit;
  const format = '{{.State.Status}} {{.State.ExitCode}} {{.State.OOMKilled}}';
  const state = await docker(['inspect', '--format', format, container.container]);
  const [status, exitCode, outOfMemory] = state.stdout.trim().split(' ');
  const vanished = await whyVanished(container, state.ok ? (status ?? null) : null, state.complaint);
  if (vanished !== null) return { ...exit, vanished };
  const killed =
    outOfMemory === 'true' ? '\nthe container reached its memory limit, SUBJECT_MEMORY in .env' : '';
  return { ...exit, exitCode: Number(exitCode), lastWords: (await logs()).slice(-2000) + killed };
}

/** @param status as the engine has it; null where it knows of none. @returns null where the container is still there */
async function whyVanished(
  { container, service, furtherFile }: Container,
  status: string | null,
  complaint: string,
): Promise<string | null> {
  if (status === null && !/no such (object|container)/i.test(complaint)) {
    return `the engine no longer answered for its container (${complaint})`;
  }
  // Compose makes the new one before it stops the old one.
  const all = await compose(['ps', '--all', '--quiet', service], { furtherFile });
  if (all.stdout.split('\n').some((id) => id !== '' && id !== container)) {
    return 'its container was replaced by somebody else';
  }
  // What is being removed is shown until it is gone.
  const isThere = status !== null && status !== 'removing' && status !== 'dead';
  return isThere ? null : 'its container was removed by somebody else';
}
