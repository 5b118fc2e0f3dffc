import { randomBytes } from 'node:crypto';
import { BenchError } from '@headroom/contract/errors.ts';
import type { BackingService } from '@headroom/contract/routes.ts';
import type { Backing } from '../with-backing.ts';
import { compose, composeWords, watchDocker } from './docker.ts';

/** Services of docker-compose.yml. */
export const backingContainers: Readonly<Record<BackingService, string>> = {
  upstream: 'upstream',
  postgres: 'postgres',
  redis: 'valkey',
};

/**
 * Starts a service behind the subjects afresh, and waits for its health.
 * @param lab variables of docker-compose.yml, over .env
 * @throws BenchError BENCH_BACKING_NOT_READY
 */
export async function startBacking(
  service: BackingService,
  lab: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Backing> {
  const name = backingContainers[service];
  const password = randomBytes(18).toString('base64url');
  const words = ['up', '--detach', '--no-deps', '--no-build', '--force-recreate', '--wait', '--wait-timeout'];
  const variables = { ...lab, STORES_PASSWORD: password };
  const removal = ['rm', '--force', '--stop', '--volumes', name];
  const unwatch = watchDocker(composeWords(removal));
  const started = await compose([...words, '120', name], { signal, variables, patienceSeconds: 180 });
  const stop = async () => {
    await compose(removal);
    unwatch();
  };
  const urls = {
    upstream: 'http://upstream:8002',
    postgres: `postgresql://headroom:${password}@postgres:5432/headroom`,
    redis: `redis://:${password}@valkey:6379`,
  };
  if (started.ok) return { url: urls[service], stop };
  await stop();
  throw new BenchError('BENCH_BACKING_NOT_READY', `${name} did not come up: ${started.complaint}`);
}
