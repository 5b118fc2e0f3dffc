import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import type { BackingService } from '@headroom/contract/routes.ts';
import type { Environment } from '../../config/environment.ts';
import { repositoryRoot } from '../../config/repository-root.ts';
import type { Others } from '../runtime.ts';
import { systemClock } from '../system-clock.ts';
import type { Backing } from '../with-backing.ts';
import { processTreesUsage } from './process-tree.ts';
import { startBacking } from './start-backing.ts';
import { storesFolder } from './stores-folder.ts';

/** The services behind the subjects of a run, each started for the trials that need it. */
export interface BackingPrograms {
  /**
   * @param folder where its log goes
   * @throws BenchError BENCH_TOOLS_SERVICE_MISSING or BENCH_BACKING_NOT_READY
   */
  start(service: BackingService, folder: string, signal: AbortSignal): Promise<Backing>;
  /** Starts and ends it once, so that what it makes the first time is there.
   * @throws BenchError BENCH_TOOLS_SERVICE_MISSING or BENCH_TOOLS_SERVICE_UNUSABLE
   */
  tryOut(service: BackingService, signal: AbortSignal): Promise<void>;
  /** Those that run now. */
  running(): Others;
  /** Removes what they kept on disk. */
  close(): void;
}

interface Program {
  /** For people. */
  readonly name: string;
  readonly entry: string;
  readonly port: number;
  /** @param folder where it may keep files */
  variables(folder: string): Record<string, string>;
  readonly url: string;
}

/** @param prefix what holds them on their CPUs, which are not the subject's */
export function backingPrograms(
  { UPSTREAM_PORT, POSTGRES_PORT, REDIS_PORT }: Environment,
  prefix: readonly string[],
): BackingPrograms {
  const password = randomBytes(18).toString('base64url');
  const home = storesFolder();
  const programs: Readonly<Record<BackingService, Program>> = {
    upstream: {
      name: 'the service that the http workload calls',
      entry: 'services/upstream/src/main.ts',
      port: UPSTREAM_PORT,
      variables: () => ({ UPSTREAM_HOST: '127.0.0.1', UPSTREAM_PORT: String(UPSTREAM_PORT) }),
      url: `http://127.0.0.1:${UPSTREAM_PORT}`,
    },
    postgres: {
      name: 'PostgreSQL',
      entry: 'services/stores/src/postgres.ts',
      port: POSTGRES_PORT,
      variables: (folder) => ({
        STORES_POSTGRES_PORT: String(POSTGRES_PORT),
        STORES_POSTGRES_PASSWORD: password,
        STORES_POSTGRES_FOLDER: join(folder, 'postgres'),
      }),
      url: `postgresql://headroom:${password}@127.0.0.1:${POSTGRES_PORT}/headroom`,
    },
    redis: {
      name: 'Redis',
      entry: 'services/stores/src/redis.ts',
      port: REDIS_PORT,
      variables: () => ({ STORES_REDIS_PORT: String(REDIS_PORT), STORES_REDIS_PASSWORD: password }),
      url: `redis://:${password}@127.0.0.1:${REDIS_PORT}`,
    },
  };

  const running = new Map<number, string>();
  const start = async (service: BackingService, folder: string, signal: AbortSignal): Promise<Backing> => {
    const { name, entry, port, variables, url } = programs[service];
    const command = [...prefix, process.execPath, join(repositoryRoot, entry)];
    const log = join(folder, `${service}.log`);
    const program = { name, command, port, variables: variables(home.make()), log };
    const { pid, stop } = await startBacking(program, systemClock, signal);
    running.set(pid, name);
    return { url, stop: () => stop().finally(() => running.delete(pid)) };
  };
  return {
    start,
    async tryOut(service, signal) {
      const { stop } = await start(service, home.make(), signal).catch((error: unknown) => {
        if (!(error instanceof BenchError) || error.code !== 'BENCH_BACKING_NOT_READY') throw error;
        throw new BenchError('BENCH_TOOLS_SERVICE_UNUSABLE', error.message, { cause: error });
      });
      await stop();
    },
    running: () => {
      const pids = [...running.keys()];
      return {
        names: [...running.values()],
        cpuSeconds: () => (pids.length === 0 ? 0 : (processTreesUsage(pids)?.cpuSeconds ?? null)),
      };
    },
    close: () => home.remove(),
  };
}
