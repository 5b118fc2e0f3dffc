import { BenchError } from '@headroom/contract/errors.ts';
import { forTerminal } from '../words/terminal.ts';
import { reasonOf } from './output-target.ts';

/**
 * Lets the programme go on where its terminal has been closed, its reader has ended or its disk is full: what it says
 * then is lost in silence, and what it measures is not.
 */
export function outliveStreams(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/**
 * Prints what a command is called for, which is kept nowhere else. A reader that closes its end has had enough.
 * @throws BenchError BENCH_RESULTS_NOT_WRITABLE when the standard output takes it not
 */
export async function printResult(text: string): Promise<void> {
  const error = await written(process.stdout, `${forTerminal(text)}\n`);
  if (error === null || ['EPIPE', 'ECONNRESET'].includes(error.code ?? '')) return;
  throw new BenchError(
    'BENCH_RESULTS_NOT_WRITABLE',
    `the result was not printed: the standard output ${reasonOf(error)}. Expected a terminal, a file or a pipe that takes it.`,
    { cause: error },
  );
}

/** Resolves once whoever reads has been given all that was said. */
export async function flushStreams(): Promise<void> {
  await Promise.all([written(process.stdout, ''), written(process.stderr, '')]);
}

function written(stream: NodeJS.WriteStream, text: string): Promise<NodeJS.ErrnoException | null> {
  return new Promise((resolve) => stream.write(text, (error) => resolve(error ?? null)));
}
