import { extname } from 'node:path';
import { StartFailure } from '../start-failure.ts';
import type * as jobs from './jobs.ts';
import { ThreadPool } from './thread-pool.ts';

const poolExitCode = 1;

/** Beside this file, compiled or not: the compiler changes the extension in imports only. */
const jobFile = new URL(`./jobs${extname(import.meta.filename)}`, import.meta.url);

/** The threads behind every `pool` route. */
export class JobPool extends ThreadPool<typeof jobs> {}

/**
 * Starts the threads and has each do every job once that needs no file, so that no request pays for loading and
 * compiling.
 * Rejects with a `StartFailure` when they cannot be had.
 */
export async function startJobPool(size: number, queue: number): Promise<JobPool> {
  let pool: JobPool | undefined;
  try {
    pool = new JobPool({ file: jobFile, size, queue });
    await warm(pool, size);
    return pool;
  } catch (cause) {
    await pool?.close();
    const message = `Worker threads (${size}) cannot be started: set API_POOL_SIZE lower.`;
    throw new StartFailure(message, poolExitCode, { cause });
  }
}

/** As many jobs as there are threads, and all threads free: each gets one. */
async function warm(pool: JobPool, size: number): Promise<void> {
  const inEachThread = (run: () => Promise<unknown>) => Promise.all(Array.from({ length: size }, run));
  await inEachThread(() => pool.run('countTo', 1e6));
  await inEachThread(() => pool.run('digest', 2 ** 10));
}
