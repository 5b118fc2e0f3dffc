import { BenchError } from '@headroom/contract/errors.ts';
import type { Companion } from '../with-companion.ts';
import { docker } from './docker.ts';
import { upstreamService } from './subject-container.ts';

const compose = ['compose', '--profile', '*'];

/** Starts the service that the http workload calls, and waits for its health. @throws BenchError BENCH_UPSTREAM_NOT_READY */
export async function startUpstream(signal: AbortSignal): Promise<Companion> {
  const words = ['up', '--detach', '--no-deps', '--no-build', '--wait', '--wait-timeout', '30'];
  const started = await docker([...compose, ...words, upstreamService], { signal });
  const stop = async () => {
    await docker([...compose, 'stop', '--timeout', '1', upstreamService]);
  };
  if (started.ok) return { stop };
  await stop();
  throw new BenchError(
    'BENCH_UPSTREAM_NOT_READY',
    `the service that the http workload calls did not come up: ${started.complaint}`,
  );
}
