import { BenchError } from '@headroom/contract/errors.ts';
import { didYouMean } from './nearest.ts';

/** One of the names there are. @throws BenchError BENCH_CONFIG_UNKNOWN_NAME with all of them, and the nearest */
export function known<T extends string>(what: string, name: string, names: readonly T[]): T {
  const found = names.find((candidate) => candidate === name);
  if (found !== undefined) return found;
  throw new BenchError(
    'BENCH_CONFIG_UNKNOWN_NAME',
    `unknown ${what} ${JSON.stringify(name)}: expected one of ${names.join(', ')}.${didYouMean(name, names)}`,
  );
}
