import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { request } from 'undici';
import { repositoryRoot } from '../../config/repository-root.ts';
import type { Clock, TrialFiles } from '../runtime.ts';
import type { Companion } from '../with-companion.ts';
import { startChild } from './child.ts';
import { portState } from './ports.ts';

const entry = join(repositoryRoot, 'services/upstream/src/main.ts');
const readySeconds = 10;
const pollSeconds = 0.05;
const stopGraceSeconds = 1;

/**
 * Starts the service that the http workload calls, and waits until it answers.
 * @param prefix what holds it on its CPUs, which are not the subject's
 * @throws BenchError BENCH_UPSTREAM_NOT_READY, or BENCH_SUBJECT_PORT_TAKEN
 */
export async function startUpstream(
  port: number,
  prefix: readonly string[],
  files: TrialFiles,
  clock: Clock,
  signal: AbortSignal,
): Promise<Companion> {
  const state = await portState(port);
  if (!state.free) {
    throw new BenchError(
      'BENCH_SUBJECT_PORT_TAKEN',
      `port ${port} was taken during the run by ${state.holder ?? 'another process'}; end it, or set UPSTREAM_PORT to a free port.`,
    );
  }
  const variables = { UPSTREAM_HOST: '127.0.0.1', UPSTREAM_PORT: String(port) };
  const log = join(files.folder, 'upstream.log');
  const child = await startChild([...prefix, process.execPath, entry], variables, log);
  const giveUpAt = clock.now() + readySeconds;
  while (clock.now() < giveUpAt && !signal.aborted) {
    if (await answers(`http://127.0.0.1:${port}/healthz`)) {
      return { stop: () => child.stop(stopGraceSeconds) };
    }
    await clock.sleep(pollSeconds, signal);
  }
  await child.stop(stopGraceSeconds);
  const { lastWords } = await child.exited;
  throw new BenchError(
    'BENCH_UPSTREAM_NOT_READY',
    `the service that the http workload calls did not answer within ${readySeconds} s; its last words: ${lastWords.trim() || 'none'}`,
  );
}

async function answers(url: string): Promise<boolean> {
  const answer = await request(url, { signal: AbortSignal.timeout(1000) }).catch(() => null);
  await answer?.body.dump();
  return answer?.statusCode === 200;
}
