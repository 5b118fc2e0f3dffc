import { findEndpoint } from '@headroom/contract/routes.ts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { vi } from 'vitest';
import { readSettings } from '../config/settings.ts';
import { createApp } from '../create-app.ts';
import * as jobPool from '../pool/job-pool.ts';
import { ClosesWithApp } from '../server/closes-with-app.ts';

const { startJobPool } = jobPool;

/** The application, ready for `inject`, without metrics, logs or a port. */
export async function wholeTestApp(
  env: Readonly<Record<string, string>> = {},
): Promise<NestFastifyApplication> {
  const defaults = { API_LOG_LEVEL: 'silent', API_REQUEST_LOG: 'off', API_POOL_SIZE: '1' };
  const app = await createApp(readSettings({ ...defaults, ...env }));
  return app.init();
}

/** The same, but that its worker threads start with their first job. */
export async function testApp(env?: Readonly<Record<string, string>>): Promise<NestFastifyApplication> {
  const starting = vi.spyOn(jobPool, 'startJobPool').mockImplementation(async (size, queue) => {
    const pool: unknown = new LateJobPool(() => startJobPool(size, queue));
    return pool as jobPool.JobPool;
  });
  try {
    return await wholeTestApp(env);
  } finally {
    starting.mockRestore();
  }
}

/** Most tests have no job for a thread, and its start costs more than that of all the rest of the application. */
class LateJobPool extends ClosesWithApp {
  readonly #start: () => Promise<jobPool.JobPool>;
  #pool: Promise<jobPool.JobPool> | undefined;

  constructor(start: () => Promise<jobPool.JobPool>) {
    super();
    this.#start = start;
  }

  run: jobPool.JobPool['run'] = (name, input) => {
    this.#pool ??= this.#start();
    return this.#pool.then((pool) => pool.run(name, input));
  };

  protected async end(): Promise<void> {
    await (await this.#pool)?.close();
  }
}

/** What every subject must answer on `path`. */
export const expectedBody = (path: string): string | undefined => findEndpoint(path)?.expectedBody;
