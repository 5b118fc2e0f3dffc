import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '@headroom/contract/errors.ts';
import { reasonOf } from './reason.ts';

/** Why one source gave no k6. */
export interface FailedSource {
  readonly source: string;
  readonly error: unknown;
}

export function unusableK6(value: string, cause: unknown): BenchError {
  return new BenchError(
    'BENCH_TOOLS_K6_UNUSABLE',
    `HEADROOM_K6 is ${JSON.stringify(value)}: ${reasonOf(cause)}. Expected the path of a k6 v2 that runs here. ` +
      'Set it to one, or unset it and the lab finds or gets k6 by itself.',
    { cause },
  );
}

/** Lists what was tried and why it failed, and what can be done. @param goModule says which Go is needed */
export function missingK6(failed: readonly FailedSource[], goModule: string): BenchError {
  const tried = failed.map(({ source, error }) => `  ${source}: ${reasonOf(error)}`);
  const ways = [
    'install k6 v2 so that `k6` is on the PATH',
    'set HEADROOM_K6 to the path of a k6 v2',
    "set K6_DOWNLOAD_BASE to a mirror of k6's releases",
    `install Go ${neededGo(goModule)} or later`,
  ];
  return new BenchError(
    'BENCH_TOOLS_K6_MISSING',
    [
      'no usable k6 was found, and none could be had. Tried:',
      ...tried,
      'Any one of these helps:',
      ...ways.map((way) => `  ${way}`),
    ].join('\n'),
    { cause: new AggregateError(failed.map(({ error }) => error)) },
  );
}

export function interruptedSearch(cause: unknown): BenchError {
  return new BenchError(
    'BENCH_RUN_INTERRUPTED',
    'stopped while k6 was being looked for; nothing has been measured yet. Start it again when you like.',
    { cause },
  );
}

function neededGo(goModule: string): string {
  const module = readFileSync(join(goModule, 'go.mod'), 'utf8');
  return /^go (\S+)$/m.exec(module)?.[1] ?? '(see go.mod)';
}
