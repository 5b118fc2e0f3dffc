import { BenchError } from '@headroom/contract/errors.ts';
import { type OutputTarget, outputTarget, reasonOf } from './output-target.ts';
import { replaceFile } from './replace-file.ts';
import { writeDescriptor, writeStream } from './write-stream.ts';

/** What a flag names for a result, found to be one that can be written. */
export interface Destination {
  /** The file that would be replaced; null for a pipe or a device. */
  readonly file: string | null;
  /** @throws BenchError BENCH_RESULTS_NOT_WRITABLE when it cannot be written after all */
  write(content: string): Promise<void>;
}

/**
 * Looks at what a flag names, before work is spent on what cannot be kept. Files are replaced, pipes and devices
 * written to; folders are not made.
 * @param flag as it was given, as --json
 * @throws BenchError BENCH_RESULTS_NOT_WRITABLE
 */
export function destinationOf(flag: string, name: string): Destination {
  const target = outputTarget(name);
  if (target.kind === 'unusable') throw unwritable(flag, name, target.why);
  return {
    file: target.kind === 'file' ? target.path : null,
    write: async (content) => {
      try {
        await write(target, content);
      } catch (error) {
        throw unwritable(flag, name, reasonOf(error), error);
      }
    },
  };
}

async function write(target: Exclude<OutputTarget, { kind: 'unusable' }>, content: string): Promise<void> {
  switch (target.kind) {
    case 'file':
      return replaceFile(target.path, content);
    case 'stream':
      return writeStream(target.path, content);
    case 'descriptor':
      return writeDescriptor(target.descriptor, content);
    default:
      return target satisfies never;
  }
}

function unwritable(flag: string, name: string, why: string, cause?: unknown): BenchError {
  return new BenchError(
    'BENCH_RESULTS_NOT_WRITABLE',
    `${flag} is ${JSON.stringify(name)}, which ${why}: expected a file in a folder that is there, or - for the terminal. Name another.`,
    { cause },
  );
}
