import { readFileSync } from 'node:fs';
import { BenchError } from '@headroom/contract/errors.ts';
import type { Clock } from '../runtime.ts';
import { startChild } from './child.ts';
import { household } from './household.ts';

/** A program that runs a service behind the subject and says in a line of its log when it can be used. */
export interface BackingProgram {
  /** For people. */
  readonly name: string;
  readonly command: readonly string[];
  readonly port: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly log: string;
}

const readyLine = /"msg":"(ready|listening)"/;
const readySeconds = 60;
const pollSeconds = 0.05;
const stopGraceSeconds = 3;
/** How these programs end where what they would start is not installed. */
const notInstalledExitCode = 3;

/**
 * Starts a service behind the subject, and waits until it can be used. Gives its process and the function that ends it.
 * @throws BenchError BENCH_TOOLS_SERVICE_MISSING where it is not installed, BENCH_BACKING_NOT_READY
 */
export async function startBacking(
  { name, command, port, variables, log }: BackingProgram,
  clock: Clock,
  signal: AbortSignal,
): Promise<{ readonly pid: number; stop(): Promise<void> }> {
  const child = household(await startChild(command, variables, log), port);
  let ended = false;
  const exited = child.exited.finally(() => {
    ended = true;
  });
  const giveUpAt = clock.now() + readySeconds;
  while (!ended && !signal.aborted && clock.now() < giveUpAt) {
    if (readyLine.test(readFileSync(log, 'utf8'))) {
      return { pid: child.family.pid, stop: () => child.stop(stopGraceSeconds) };
    }
    await clock.sleep(pollSeconds, signal);
  }
  await child.stop(stopGraceSeconds);
  const { exitCode, lastWords } = await exited;
  if (exitCode === notInstalledExitCode)
    throw new BenchError('BENCH_TOOLS_SERVICE_MISSING', lastWords.trim());
  throw new BenchError(
    'BENCH_BACKING_NOT_READY',
    `${name} did not come up; its last words: ${telling(lastWords) || 'none'}`,
  );
}

/** The last line that names an error, as a server goes on to say that it shuts down; else the last one. */
function telling(words: string): string | undefined {
  const lines = words.trim().split('\n');
  return lines.findLast((line) => /FATAL|denied|cannot|could not/.test(line)) ?? lines.at(-1);
}
