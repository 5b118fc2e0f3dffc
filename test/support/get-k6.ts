import { BenchError } from '@headroom/contract/errors.ts';
import { readEnvironment } from '../../bench/config/environment.ts';
import { findK6 } from '../../bench/tools/find-k6.ts';

/**
 * Gets k6 before the first test, because building it takes longer than any test may. Where none can be had the tests
 * that need it fail with the reason, and the others run.
 */
export async function setup(): Promise<void> {
  const signal = new AbortController().signal;
  try {
    const k6 = await findK6(readEnvironment(), { announce: (line) => console.log(line), signal });
    process.env.HEADROOM_K6 = k6.path;
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    console.warn(`${error.code}: ${error.message}`);
  }
}
