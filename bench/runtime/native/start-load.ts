import { BenchError } from '@headroom/contract/errors.ts';
import { type TrialInput, trialVariables } from '@headroom/contract/trial-input.ts';
import { isOfResults } from '../../collect/storage-error.ts';
import { type Child, startChild } from './child.ts';

/**
 * Starts the program that loads a subject, and tells it of the trial.
 * @param name what the program is, in words that begin a sentence
 * @param variables what it gets beside the trial
 * @throws BenchError BENCH_GENERATOR_FAILED when it cannot be started, or BENCH_RESULTS_* when its log cannot be written
 */
export async function startLoad(
  name: string,
  command: readonly string[],
  input: TrialInput,
  log: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Child> {
  const told = trialVariables(input);
  try {
    return await startChild(command, { ...variables, ...told }, log);
  } catch (cause) {
    if (isOfResults(cause)) throw cause;
    const bytes = Buffer.byteLength(Object.values(told).join(''));
    const why =
      cause instanceof Error && 'code' in cause && cause.code === 'E2BIG'
        ? `what it is told of the trial takes ${bytes} bytes, expected fewer, as a process gets no more than a quarter of its stack beside the variables of the shell: send a shorter body, or allow more with ulimit -s`
        : String(cause);
    throw new BenchError('BENCH_GENERATOR_FAILED', `${name} cannot be started: ${why}`, { cause });
  }
}
