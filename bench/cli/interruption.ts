import { errorCatalogue } from '@headroom/contract/errors.ts';

/** Aborts on the first Ctrl-C (or SIGTERM), so that a run ends in good order; the second ends it at once. */
export function interruption(say: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  const heed = (): void => {
    if (controller.signal.aborted) process.exit(errorCatalogue.BENCH_RUN_INTERRUPTED.exitCode);
    say('Stopping in good order; finished trials are kept. Once more stops at once.');
    controller.abort();
  };
  process.on('SIGINT', heed);
  process.on('SIGTERM', heed);
  return controller.signal;
}
